/** What the list and the map say of a check-in. */
import type { Checkin, Point } from '@/api/console'
import type { Value } from '../lists/sorting'

/** Where a check-in is drawn: where the phone was, else where its checkpoint is. */
export function placeOf(checkin: Checkin): Point | null {
  return checkin.point ?? checkin.checkpoint?.point ?? null
}

/** `±12 m`, empty when the phone gave no accuracy. */
export function accuracyOf(checkin: Checkin): string {
  return checkin.acc === null ? '' : `±${Math.round(checkin.acc)} m`
}

/** The value by which a column sorts. */
export function checkinValue(checkin: Checkin, column: string): Value {
  const values: Record<string, () => Value> = {
    at: () => Date.parse(checkin.at_dev),
    team: () => checkin.team?.name,
    checkpoint: () => checkin.checkpoint?.name,
    method: () => checkin.method,
    by: () => checkin.by.name,
    late: () => checkin.late_minutes,
  }
  return values[column]?.()
}

export const CHECKIN_COLUMNS = ['at', 'team', 'checkpoint', 'method', 'by', 'late'] as const
