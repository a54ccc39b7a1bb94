/** Times and codes as the phone says them. */
import { useI18n } from 'vue-i18n'

import { nameOf, wordsOf } from '@/contract/contract'
import { currentLocale } from '@/locales'
import type { Words } from '@/stores/records'

const DAY_MS = 86_400_000

/** 14:05 of this device. */
export function clock(iso: string): string {
  const moment = new Date(iso)
  return `${two(moment.getHours())}:${two(moment.getMinutes())}`
}

/** 14:05 today, otherwise with its date: 11-23 14:05. */
export function whenText(iso: string, now = new Date()): string {
  const moment = new Date(iso)
  const sameDay = moment.toDateString() === now.toDateString()
  return sameDay ? clock(iso) : `${two(moment.getMonth() + 1)}-${two(moment.getDate())} ${clock(iso)}`
}

/** 2:05 of hours and minutes. */
export function hoursText(minutes: number): string {
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}`
}

/** How many whole days this date lies before today: 0 today, 1 yesterday, negative for later. */
export function daysAgo(date: string, now = new Date()): number {
  const today = new Date(now.getFullYear(), now.getMonth(), now.getDate())
  return Math.round((today.getTime() - new Date(`${date}T00:00:00`).getTime()) / DAY_MS)
}

/** The planned hours of a shift, with its date unless that is today: 11-24 08:00 – 16:00. */
export function hoursPlanned(head: { date: string; starts_at: string; ends_at: string | null }): string {
  const hours = head.ends_at ? `${clock(head.starts_at)} – ${clock(head.ends_at)}` : clock(head.starts_at)
  return daysAgo(head.date) === 0 ? hours : `${head.date.slice(5)} ${hours}`
}

/** The name of a code in the language in use. */
export function named(dictionary: string, code: string): string {
  return nameOf(dictionary, code, currentLocale())
}

/** Why something may not be done to a record now, in the words of the contract. */
export function useReasons(): (reason: string | null, subject: string) => string {
  const { t } = useI18n()
  return (reason, subject) => (reason === null ? '' : (wordsOf(reason, currentLocale(), subject) ?? t('reason.other')))
}

/** The server's words about a record in the language in use. */
export function verdictWords(words: Words | null, reason: string | null): string {
  const locale = currentLocale()
  return words?.[locale] ?? wordsOf(reason ?? '', locale) ?? reason ?? ''
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}

/** Bytes for people. */
export function sizeText(bytes: number): string {
  const megabytes = Math.max(1, Math.round(bytes / 1_048_576))
  return megabytes < 1024 ? `${megabytes} MB` : `${Math.floor(megabytes / 1024)} GB`
}
