/** How a time limit stands: the three lights (green in time, yellow near the limit, red overdue). Pure. */
import type { Values } from '@/contract/localFold'

export type Light = 'green' | 'yellow' | 'red'

const DAY_MS = 86_400_000

/** The light of a limit that runs from `since` to `due`; null without one. `since` unknown: only the days count. */
export function lightOf(due: string | null, since: string | null, now: Date, parameters: Values): Light | null {
  if (due === null) return null
  const left = Date.parse(due) - now.getTime()
  if (left < 0) return 'red'
  const short = Number(parameters['light.yellow_days']) * DAY_MS
  const whole = since === null ? 0 : Date.parse(due) - Date.parse(since)
  return left <= yellowFrom(whole, short, parameters) ? 'yellow' : 'green'
}

function yellowFrom(whole: number, short: number, parameters: Values): number {
  if (whole > 0 && whole <= short) return whole * Number(parameters['light.short_share'])
  return Math.max(whole * Number(parameters['light.yellow_share']), short)
}
