import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { defineComponent, h } from 'vue'
import { createI18n } from 'vue-i18n'
import { useNames, useReasons } from './codes'

function said(locale: 'zh-CN' | 'en') {
  const i18n = createI18n({ legacy: false, locale, messages: {} })
  const Page = defineComponent({
    setup() {
      const kind = useNames('find_kind')
      const reason = useReasons()
      return () => h('p', [kind('hazard'), kind('from_tomorrow'), reason('from_tomorrow', 'shift:x'), reason('not_while_planned', 'shift:x')].join('|'))
    },
  })
  return mount(Page, { global: { plugins: [i18n] } }).text()
}

describe('the words of codes', () => {
  it('come from the server’s tables, in the language in use; an unknown code is shown as it is', () => {
    expect(said('zh-CN')).toBe('安全隐患|From_tomorrow|from_tomorrow|班次待出勤，不能进行此操作。')
    expect(said('en')).toBe('Hazard|From_tomorrow|from_tomorrow|The shift is planned.')
  })
})
