import { describe, expect, it } from 'vitest'
import { fieldsOf, wordsOf } from './heldWords'

describe('the reason of a held record', () => {
  it('is the server’s own words in my language, else in Chinese, else the code', () => {
    expect(wordsOf({ reason: 'too_late', words: { 'zh-CN': '太晚', en: 'too late' } }, 'en')).toBe('too late')
    expect(wordsOf({ reason: 'too_late', words: { 'zh-CN': '太晚' } }, 'en')).toBe('太晚')
    expect(wordsOf({ reason: 'too_late', words: {} }, 'en')).toBe('too_late')
  })
})

describe('the fields that do not fit', () => {
  it('are named once, those of an event’s payload among them', () => {
    expect(fieldsOf({ point: { lat: ['x'], lon: ['y'] }, payload: { on_duty: { 0: ['z'] }, point: ['w'] } })).toEqual(['point', 'on_duty'])
    expect(fieldsOf(['broken'])).toEqual([])
    expect(fieldsOf(null)).toEqual([])
  })
})
