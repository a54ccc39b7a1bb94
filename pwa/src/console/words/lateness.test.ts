import { describe, expect, it } from 'vitest'
import { createI18n } from 'vue-i18n'
import en from '@/locales/console.en'
import zh from '@/locales/console.zh-CN'
import { latenessOf, latenessWords } from './lateness'

function wordsIn(locale: 'zh-CN' | 'en') {
  const i18n = createI18n({ legacy: false, locale, messages: { 'zh-CN': zh, en } })
  return (minutes: number | null) => latenessWords(minutes, i18n.global.t)
}

describe('lateness', () => {
  it('is none while nothing arrived and prompt within ten minutes', () => {
    expect(latenessOf(null)).toEqual({ level: 'none' })
    expect(latenessOf(0)).toEqual({ level: 'prompt' })
    expect(latenessOf(9)).toEqual({ level: 'prompt' })
  })

  it('chooses the unit a person would say', () => {
    expect(latenessOf(10)).toEqual({ level: 'late', unit: 'minutes', count: 10 })
    expect(latenessOf(59)).toEqual({ level: 'late', unit: 'minutes', count: 59 })
    expect(latenessOf(60)).toEqual({ level: 'late', unit: 'hours', count: 1 })
    expect(latenessOf(47 * 60 + 59)).toEqual({ level: 'late', unit: 'hours', count: 47 })
    expect(latenessOf(48 * 60)).toEqual({ level: 'late', unit: 'days', count: 2 })
  })

  it('says it in Chinese', () => {
    const words = wordsIn('zh-CN')
    expect(words(0)).toBe('及时')
    expect(words(25)).toBe('迟到 25 分钟')
    expect(words(8 * 60 + 20)).toBe('迟到 8 小时')
    expect(words(null)).toBe('—')
  })

  it('says it in English with its plural', () => {
    const words = wordsIn('en')
    expect(words(3)).toBe('on time')
    expect(words(60)).toBe('1 h late')
    expect(words(500)).toBe('8 h late')
    expect(words(3 * 24 * 60)).toBe('3 days late')
  })
})
