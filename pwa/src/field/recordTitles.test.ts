import { mount } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { describe, expect, it } from 'vitest'
import { h } from 'vue'

import { useTitles, type Title } from './recordTitles'

import { contract } from '@/contract/contract'
import { i18n, useWords } from '@/locales'
import type { MyRecord } from '@/stores/records'

const written = [...new Set(contract.permissions.flatMap(({ writes }) => writes.map(({ type }) => type)))]

/** What a record is called whose body is not here any more, or has this body. */
async function titleOf(type: string, document: object | null = null): Promise<Title> {
  await Promise.all([useWords('common'), useWords('field')])
  let title: Title = { title: '', text: '' }
  const record = { entry: { type }, document } as unknown as MyRecord
  mount({ setup: () => { title = useTitles()(record); return () => h('p') } }, { global: { plugins: [i18n, createPinia()] } })
  return title
}

describe('the title of a record', () => {
  it.each(written)('has words for %s', async (type) => {
    const { title } = await titleOf(type)
    expect(title).not.toMatch(/^[A-Za-z_.]*$/)
  })

  it('says what it is about, what was done and what was written', async () => {
    const document = { action: 'note', payload: { text: '已约双方周五见面' } }
    expect(await titleOf('case_ev', document)).toEqual({ title: '矛盾纠纷 · 记事', text: '已约双方周五见面' })
  })
})
