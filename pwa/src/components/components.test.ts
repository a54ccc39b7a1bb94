import { mount } from '@vue/test-utils'
import { beforeAll, describe, expect, it } from 'vitest'

import ChipGroup from './ChipGroup.vue'
import FormField from './FormField.vue'
import RecordState from './RecordState.vue'

import { i18n, setLocale, useWords } from '@/locales'

beforeAll(async () => {
  await useWords('common')
  await setLocale('zh-CN')
})

describe('the state of a record', () => {
  it.each([
    ['saved', '已保存'],
    ['on_way', '发送中'],
    ['received', '已收到'],
    ['needs_you', '需处理'],
  ] as const)('%s is an icon and a word', (state, word) => {
    const mark = mount(RecordState, { props: { state }, global: { plugins: [i18n] } })
    expect(mark.text()).toBe(word)
    expect(mark.find('svg path').attributes('d')).toBeTruthy()
    expect(mark.attributes('data-state')).toBe(state)
  })
})

describe('chips', () => {
  const options = [
    { value: 'a', label: 'A' },
    { value: 'b', label: 'B' },
  ]

  it('choose one, and none when it is pressed again', async () => {
    const chips = mount(ChipGroup, { props: { options, label: 'x', modelValue: ['a'] } })
    await chips.findAll('button')[1]?.trigger('click')
    await chips.findAll('button')[1]?.trigger('click')
    expect(chips.emitted('update:modelValue')).toEqual([[['b']], [[]]])
  })

  it('choose several when they may', async () => {
    const chips = mount(ChipGroup, { props: { options, label: 'x', modelValue: ['a'], multiple: true, testid: 'm' } })
    await chips.get('[data-testid=m-b]').trigger('click')
    expect(chips.emitted('update:modelValue')).toEqual([[['a', 'b']]])
  })
})

describe('a field', () => {
  it('is named by its label and says what is wrong', () => {
    const field = mount(FormField, { props: { label: '里程', error: '请填写数字', modelValue: 'x' }, attrs: { 'data-testid': 'km' } })
    const input = field.get('[data-testid=km]')
    expect(field.get('label').attributes('for')).toBe(input.attributes('id'))
    expect(input.attributes('aria-invalid')).toBe('true')
    expect(field.get(`#${input.attributes('aria-describedby')}`).text()).toBe('请填写数字')
  })
})
