import { createI18n } from 'vue-i18n'

export type Locale = 'zh-CN' | 'en'
export type Half = 'common' | 'field' | 'console' | 'device'

const STORED = 'xunge.locale'

/** Words are loaded per half and language: a phone never downloads those of the console. */
const packs = {
  common: { 'zh-CN': () => import('./common.zh-CN'), en: () => import('./common.en') },
  field: { 'zh-CN': () => import('./field.zh-CN'), en: () => import('./field.en') },
  /** of what few pages of the phone need: map, training, diagnostics, tags, track */
  device: { 'zh-CN': () => import('./device.zh-CN'), en: () => import('./device.en') },
  console: { 'zh-CN': () => import('./console.zh-CN'), en: () => import('./console.en') },
}

export const i18n = createI18n({ legacy: false, locale: 'zh-CN', fallbackLocale: 'zh-CN', messages: {} })

const used = new Set<Half>()

export function storedLocale(): Locale {
  return localStorage.getItem(STORED) === 'en' ? 'en' : 'zh-CN'
}

export function currentLocale(): Locale {
  return i18n.global.locale.value === 'en' ? 'en' : 'zh-CN'
}

/** Loads the words of one half in the language in use; also those to fall back on. */
export async function useWords(half: Half): Promise<void> {
  used.add(half)
  await load(half, currentLocale())
}

/** Changes the language everywhere and remembers it on this device. */
export async function setLocale(locale: Locale): Promise<void> {
  await Promise.all([...used].map((half) => load(half, locale)))
  i18n.global.locale.value = locale
  document.documentElement.lang = locale
  localStorage.setItem(STORED, locale)
}

async function load(half: Half, locale: Locale): Promise<void> {
  const pack = await packs[half][locale]()
  i18n.global.mergeLocaleMessage(locale, pack.default)
}
