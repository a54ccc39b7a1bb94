/** Theme and language of this device. */
import { defineStore } from 'pinia'
import { ref } from 'vue'

import { currentLocale, setLocale, type Locale } from '@/locales'

export type Theme = 'auto' | 'light' | 'dark' | 'sunlight'

const STORED = 'xunge.theme'
const NIGHT_FROM = 20
const NIGHT_TO = 6

export const useLook = defineStore('look', () => {
  const theme = ref<Theme>((localStorage.getItem(STORED) as Theme | null) ?? 'auto')
  const locale = ref<Locale>(currentLocale())

  /** Dark during the hours of the night patrol, or when the system is dark; the wish of the user beats both. */
  function paint(now = new Date()): void {
    const dark = isNight(now) || window.matchMedia('(prefers-color-scheme: dark)').matches
    document.documentElement.dataset.theme = theme.value === 'auto' ? (dark ? 'dark' : 'light') : theme.value
  }

  function wear(wish: Theme): void {
    theme.value = wish
    localStorage.setItem(STORED, wish)
    paint()
  }

  async function speak(wish: Locale): Promise<void> {
    await setLocale(wish)
    locale.value = wish
  }

  return { theme, locale, paint, wear, speak }
})

function isNight(now: Date): boolean {
  return now.getHours() >= NIGHT_FROM || now.getHours() < NIGHT_TO
}
