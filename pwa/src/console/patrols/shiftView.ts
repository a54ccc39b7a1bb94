/** Roster against reality: what a shift's row and drawer say, worked out from the shift. */
import type { Checkin, Checkpoint, Named, Shift } from '@/api/console'
import type { Value } from '../lists/sorting'

export interface Crew {
  present: number
  /** null when nobody was planned */
  planned: number | null
  absent: Named[]
  extra: Named[]
}

/** Who was to come, who came, who did not, who came instead. */
export function crewOf(shift: Shift): Crew {
  const planned = shift.planned?.members ?? null
  const onDuty = new Set(shift.on_duty.map((person) => person.id))
  const due = new Set((planned ?? []).map((person) => person.id))
  const hasStarted = shift.started_at !== null
  return {
    present: shift.on_duty.length,
    planned: planned?.length ?? null,
    absent: hasStarted ? (planned ?? []).filter((person) => !onDuty.has(person.id)) : [],
    extra: planned ? shift.on_duty.filter((person) => !due.has(person.id)) : [],
  }
}

/** Minutes from the planned to the real start, negative when early; null when one of them is missing. */
export function startDelay(shift: Shift): number | null {
  if (!shift.planned || !shift.started_at) return null
  return Math.round((Date.parse(shift.started_at) - Date.parse(shift.planned.starts_at)) / 60_000)
}

/** How late the records of a shift reached the centre; null while its team has written none. */
export function lateMinutes(shift: Shift): number | null {
  return shift.started_at === null ? null : shift.late_minutes
}

/** Whether another vehicle went out than the planned one. */
export function vehicleDiffers(shift: Shift): boolean {
  return Boolean(shift.planned?.vehicle && shift.vehicle && shift.planned.vehicle.code !== shift.vehicle.code)
}

/** A shift that is over: what it did not visit by now was missed, not merely still to come. */
export function isOver(shift: Shift): boolean {
  return ['ended', 'submitted', 'reviewed', 'missed'].includes(shift.state)
}

export interface MustPoint {
  code: string
  name: string
  status: 'visited' | 'todo' | 'missed'
  /** when it was visited last */
  visitedAt: string | null
  reason: string | null
}

/**
 * The must-visit points of a shift with what became of them: the missed ones first, then those to come, then the visited.
 *
 * @param checkins those of the shift
 * @param checkpoints those of its township
 */
export function mustPoints(shift: Shift, checkins: readonly Checkin[], checkpoints: readonly Checkpoint[]): MustPoint[] {
  const over = isOver(shift)
  const missed = shift.must_missed.map<MustPoint>((miss) => ({
    ...miss.checkpoint,
    status: over ? 'missed' : 'todo',
    visitedAt: null,
    reason: miss.reason,
  }))
  const must = new Set(checkpoints.filter((point) => point.must).map((point) => point.code))
  const missing = new Set(missed.map((point) => point.code))
  const visited = new Map<string, MustPoint>()
  for (const { checkpoint, at_dev } of checkins) {
    if (!checkpoint || !must.has(checkpoint.code) || missing.has(checkpoint.code)) continue
    visited.set(checkpoint.code, { code: checkpoint.code, name: checkpoint.name, status: 'visited', visitedAt: at_dev, reason: null })
  }
  return [...missed, ...visited.values()]
}

/** How many must-visit points of a shift were visited. */
export function mustDone(shift: Shift): number {
  return Math.max(0, shift.must_total - shift.must_missed.length)
}

export interface DayFigures {
  shifts: number
  running: number
  missed: number
  checkins: number
  mustMissed: number
  finds: number
  late: number
}

/** The figures above a day's list; every one of them is a count of rows that stand below it. */
export function figuresOf(shifts: readonly Shift[], isLate: (minutes: number | null) => boolean): DayFigures {
  const sum = (value: (shift: Shift) => number) => shifts.reduce((total, shift) => total + value(shift), 0)
  return {
    shifts: shifts.length,
    running: sum((shift) => Number(shift.state === 'started' || shift.state === 'paused')),
    missed: sum((shift) => Number(shift.state === 'missed')),
    checkins: sum((shift) => shift.checkins),
    mustMissed: sum((shift) => (isOver(shift) ? shift.must_missed.length : 0)),
    finds: sum((shift) => shift.finds),
    late: sum((shift) => Number(isLate(lateMinutes(shift)))),
  }
}

const STATE_ORDER = ['missed', 'started', 'paused', 'planned', 'ended', 'submitted', 'reviewed', 'cancelled']

/** The value by which a column sorts. */
export function shiftValue(shift: Shift, column: string): Value {
  const values: Record<string, () => Value> = {
    time: () => shift.planned?.starts_at ?? shift.started_at,
    team: () => shift.team.name,
    state: () => STATE_ORDER.indexOf(shift.state),
    actual: () => shift.started_at,
    crew: () => shift.on_duty.length,
    vehicle: () => (shift.vehicle ?? shift.planned?.vehicle)?.name,
    must: () => (shift.must_total > 0 ? mustDone(shift) / shift.must_total : null),
    checkins: () => shift.checkins,
    missed: () => (isOver(shift) ? shift.must_missed.length : null),
    night: () => shift.night_minutes,
    finds: () => shift.finds,
    late: () => lateMinutes(shift),
  }
  return values[column]?.()
}

export const SHIFT_COLUMNS = ['time', 'team', 'state', 'actual', 'crew', 'vehicle', 'must', 'checkins', 'missed', 'night', 'finds', 'late'] as const
