/** Times as the office reads them: the district's own clock, whatever the clerk's computer is set to. */

/** The one time zone of a district; shifts and dates are counted in it. */
export const DISTRICT_ZONE = 'Asia/Shanghai'

const parts = new Intl.DateTimeFormat('en-CA', {
  timeZone: DISTRICT_ZONE,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})

interface Clock {
  date: string
  time: string
}

function clockOf(instant: Date): Clock {
  const found = Object.fromEntries(parts.formatToParts(instant).map((part) => [part.type, part.value]))
  return { date: `${found.year}-${found.month}-${found.day}`, time: `${found.hour}:${found.minute}` }
}

/** `HH:MM` in the district of an ISO instant; an empty string for none or for what is no time. */
export function timeOf(iso: string | null | undefined): string {
  const instant = readInstant(iso)
  return instant ? clockOf(instant).time : ''
}

/** `YYYY-MM-DD` in the district of an ISO instant; an empty string for none. */
export function dateOf(iso: string | null | undefined): string {
  const instant = readInstant(iso)
  return instant ? clockOf(instant).date : ''
}

/** `HH:MM`, with `MM-DD` before it when the instant is on another day than the one that is shown. */
export function timeOn(iso: string | null | undefined, shownDate: string): string {
  const instant = readInstant(iso)
  if (!instant) return ''
  const { date, time } = clockOf(instant)
  return date === shownDate ? time : `${date.slice(5)} ${time}`
}

/** `YYYY-MM-DD HH:MM` in the district of an ISO instant; a day stays a day. */
export function momentOf(iso: string): string {
  return isDate(iso) ? iso : `${dateOf(iso)} ${timeOf(iso)}`.trim()
}

/** Today in the district. */
export function today(now: Date = new Date()): string {
  return clockOf(now).date
}

/** The date `days` after (or, negative, before) a `YYYY-MM-DD`. */
export function addDays(date: string, days: number): string {
  const at = new Date(`${date}T00:00:00Z`)
  at.setUTCDate(at.getUTCDate() + days)
  return at.toISOString().slice(0, 10)
}

/** Whether a text is a calendar date that exists, as `YYYY-MM-DD`. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const at = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === text
}

function readInstant(iso: string | null | undefined): Date | null {
  if (!iso) return null
  const instant = new Date(iso)
  return Number.isNaN(instant.getTime()) ? null : instant
}
