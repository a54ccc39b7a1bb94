/** The documents of a patrol: those that are written come from the contract, `st:` is the server's alone. */
import type { Question } from '@/contract/checklist'
import type { Status } from '@/contract/localFold'
import type { Documents } from '@/contract/types'

export interface Point {
  lat: number
  lon: number
}

export type ShiftState =
  | 'planned'
  | 'started'
  | 'paused'
  | 'ended'
  | 'submitted'
  | 'reviewed'
  | 'missed'
  | 'cancelled'

export type ShiftHead = Documents['shift']
export type ShiftEvent = Documents['shift_ev']
export type Checkin = Documents['ckin']
export type CheckinMethod = Checkin['method']
export type Find = Documents['patrol_find']
export type VehicleLog = Documents['veh_log']
export type Checklist = Omit<Documents['checklist'], 'questions'> & { questions: Question[] }
export type Checkpoint = Documents['checkpoint']
export type Grid = Documents['grid']
export type KeySite = Documents['key_site']
export type Mailbox = Documents['mailbox']
export type Plan = Documents['plan']
export type School = Documents['school']
export type Staff = Documents['staff']
export type Team = Documents['team']
export type Unit = Documents['unit']
export type Vehicle = Documents['vehicle']

export interface MissedPoint {
  checkpoint: string
  reason: string | null
}

/** `st:shift:…`, the server's word on a shift. */
export interface ShiftStatus extends Status {
  _id: string
  state: ShiftState
  started_at: string | null
  ended_at: string | null
  on_duty: string[]
  vehicle: string | null
  km_start: number | null
  km_end: number | null
  must_missed: MissedPoint[]
  night_minutes: number
  duty_intervals: [string, string | null][]
  handover_to: string | null
  /** the hazards that its finds are; states of before this was told lack it */
  hazards?: Record<string, string>
}

/** Everything about one shift that is on the phone. */
export interface ShiftFile {
  head: ShiftHead
  status: ShiftStatus | null
  events: ShiftEvent[]
  checkins: Checkin[]
  finds: Find[]
  /** check-ins that prove no visit: the code scanned is not that of the checkpoint */
  unproven: Set<string>
}

/** The part of a shift's id that its events carry in theirs. */
export function keyOf(shift: string): string {
  return shift.slice('shift:'.length)
}

export function eventId(shift: string, ulid: string): string {
  return `sev:${keyOf(shift)}:${ulid}`
}

export function checkinId(shift: string, ulid: string): string {
  return `ck:${keyOf(shift)}:${ulid}`
}

export function vehicleLogId(vehicle: string, ulid: string): string {
  return `vl:${vehicle}:${ulid}`
}
