/** What one line of a shift's timeline says. */
import type { TimelineEntry } from '@/api/console'

export interface Names {
  checkpoint: (code: string) => string
  person: (id: string) => string
  findKind: (code: string) => string
  method: (code: string) => string
  action: (code: string) => string
  weather: (code: string) => string
}

export type Translate = (key: string, named?: Record<string, unknown>) => string

/** The line's heading: what was done, and where. */
export function headingOf(entry: TimelineEntry, names: Names, t: Translate): string {
  const payload = entry.payload
  if (entry.kind === 'ckin') {
    const code = textOf(payload.checkpoint)
    const place = code ? names.checkpoint(code) : t('console.checkin.no_checkpoint')
    return t('console.timeline.ckin', { place, method: names.method(textOf(payload.method)) })
  }
  if (entry.kind === 'find') {
    return t('console.timeline.find', { kind: names.findKind(textOf(payload.kind)), place: textOf(payload.place) })
  }
  if (entry.kind === 'veh_log') return t('console.timeline.veh_log')
  return names.action(entry.action ?? '')
}

/** The particulars under the heading, one short text each. */
export function particularsOf(entry: TimelineEntry, names: Names, t: Translate): string[] {
  const { payload } = entry
  const people = listOf(payload.on_duty).map((id) => names.person(textOf(id)))
  const missed = listOf(payload.missed).filter(isRecord)
  const km = [payload.km_start, payload.km_end, payload.km].find((value) => typeof value === 'number')
  return [
    people.length > 0 ? t('console.timeline.people', { names: people.join(t('console.list.comma')) }) : '',
    km === undefined ? '' : t('console.timeline.km', { km }),
    textOf(payload.to) && t('console.timeline.to', { name: names.person(textOf(payload.to)) }),
    textOf(payload.fault) && t('console.timeline.fault', { text: textOf(payload.fault) }),
    textOf(payload.weather) && names.weather(textOf(payload.weather)),
    textOf(payload.text),
    textOf(payload.reason),
    ...missed.map((miss) => t('console.timeline.missed', { place: names.checkpoint(textOf(miss.checkpoint)), reason: textOf(miss.reason) || '—' })),
    entry.note ?? '',
  ].filter((text) => text !== '')
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
