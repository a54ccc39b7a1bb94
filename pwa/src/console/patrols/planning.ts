/** A planned duty out of the fields of its form. */
import type { PlannedDuty } from '@/api/console'
import { addDays, isDate, timeOf, today } from '../words/times'

export interface PlanFields {
  team: string
  date: string
  /** `HH:MM`, in the district */
  starts: string
  ends: string
  members: string[]
  /** empty for none */
  vehicle: string
  points: string[]
}

/** The district's offset: it knows no summer time. */
const OFFSET = '+08:00'

/** Four hours to begin with: from the next full hour on today (tomorrow's first in the last one), in the evening of another day. */
export function usualHours(date: string, now: Date = new Date()): Pick<PlanFields, 'date' | 'starts' | 'ends'> {
  const first = date === today(now) ? Number(timeOf(now.toISOString()).slice(0, 2)) + 1 : 18
  const clock = (hour: number) => `${String(hour % 24).padStart(2, '0')}:00`
  return { date: first < 24 ? date : addDays(date, 1), starts: clock(first), ends: clock(first + 4) }
}

/** A duty that ends at or before its start ends on the next day. */
export function endsNextDay(fields: PlanFields): boolean {
  return fields.ends <= fields.starts
}

/** The first thing that keeps the form from being sent; null when nothing does. */
export function whatIsMissing(fields: PlanFields): 'team' | 'time' | 'members' | null {
  if (!fields.team) return 'team'
  if (!isDate(fields.date) || !fields.starts || !fields.ends) return 'time'
  return fields.members.length === 0 ? 'members' : null
}

export function dutyOf(fields: PlanFields): PlannedDuty {
  const lastDay = endsNextDay(fields) ? addDays(fields.date, 1) : fields.date
  return {
    team: fields.team,
    date: fields.date,
    slot: 'adhoc',
    starts_at: `${fields.date}T${fields.starts}:00.000${OFFSET}`,
    ends_at: `${lastDay}T${fields.ends}:00.000${OFFSET}`,
    members: fields.members,
    vehicle: fields.vehicle || null,
    must_points: fields.points,
  }
}
