/** What the console asks of the server, and the shapes of the answers. */
import { request, requestBlob } from './client'

export interface Named {
  id: string
  name: string
}

export interface Coded {
  code: string
  name: string
}

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

export type Result = 'applied' | 'absorbed' | 'parked' | 'refused' | 'quarantined' | 'denied'

export interface Division extends Coded {
  level: 'district' | 'township' | 'village'
  parent: string | null
}

export interface PlannedShift {
  starts_at: string
  ends_at: string
  members: Named[]
  vehicle: Coded | null
}

export interface MissedPoint {
  checkpoint: Coded
  reason: string | null
}

export interface Shift {
  id: string
  team: Coded
  date: string
  slot: 'day' | 'evening' | 'night' | 'adhoc'
  state: ShiftState
  /** null for a shift that nobody planned */
  planned: PlannedShift | null
  started_at: string | null
  ended_at: string | null
  on_duty: Named[]
  vehicle: Coded | null
  km: number | null
  weather: string | null
  night_minutes: number
  checkins: number
  must_total: number
  must_missed: MissedPoint[]
  finds: number
  flags: string[]
  /** when its newest record reached the centre, null when none did */
  received_at: string | null
  /** the longest time that one of its records took to arrive */
  late_minutes: number | null
  rseq: number
}

export interface ShiftList {
  as_of: string
  shifts: Shift[]
}

export interface TimelineEntry {
  id: string
  kind: 'event' | 'ckin' | 'find' | 'veh_log'
  action: string | null
  by: Named
  at_dev: string
  received_at: string
  late_minutes: number
  result: Result
  reason: string | null
  payload: Record<string, unknown>
  note: string | null
}

export type OfficeAction = 'review' | 'cancel' | 'accept_reason'

export interface AllowedAction {
  action: OfficeAction
  allowed: boolean
  reason: string | null
}

export interface ShiftDetail {
  shift: Shift
  timeline: TimelineEntry[]
  actions: AllowedAction[]
}

export interface Checkin {
  id: string
  shift: string
  /** null while its shift has not arrived */
  team: Coded | null
  checkpoint: (Coded & { point: Point | null }) | null
  method: 'qr' | 'nfc' | 'gps' | 'hand'
  point: Point | null
  acc: number | null
  by: Named
  at_dev: string
  received_at: string
  late_minutes: number
  flags: string[]
  result: Result
  /** why it was made by hand, in the person's own words */
  reason: string | null
}

export interface Photo {
  id: string
  sha256: string
  size: number
  width: number
  height: number
  state: 'pending' | 'stored'
}

export interface Find {
  id: string
  shift: string
  kind: string
  place: string
  point: Point | null
  text: string
  by: Named
  at_dev: string
  received_at: string
  late_minutes: number
  photos: Photo[]
}

export interface Checkpoint extends Coded {
  site: string
  point: Point | null
  radius_m: number
  must: boolean
}

export interface KeySite extends Coded {
  kind: string
  point: Point | null
  radius_m: number
}

export interface Team extends Coded {
  kind: string
  members: Named[]
  lead: string | null
  vehicle: Coded | null
}

export interface QuarantineItem {
  id: string
  database: string
  doc_id: string
  type: string
  author: Named
  reason: string
  /** the server's words for the reason, by language */
  words: Record<string, string>
  errors: unknown
  received_at: string
}

/** A subject whose records wait because handling them fails. */
export interface DeadLetter {
  subject: string
  partition: string
  attempts: number
  error: string
  since: string
  next_try: string
}

export interface NewsAnswer {
  token: string
  databases: string[]
  partitions: string[]
}

export interface PlannedDuty {
  team: string
  date: string
  slot: Shift['slot']
  starts_at: string
  ends_at: string
  members: string[]
  vehicle: string | null
  must_points: string[]
}

export interface ActionWish {
  action: OfficeAction
  /** rseq of the shift that the clerk had before them */
  seen: number
  payload: Record<string, unknown>
  note: string | null
}

/** What became of an action; `pending` alone when it is sent and not decided yet. */
export interface ActionReply {
  result?: Result
  state?: ShiftState
  rseq?: number
  pending?: boolean
}

/** Seconds that the server may hold a question for news; and the longest that it is waited for. */
const NEWS_WAIT = 25
const NEWS_TIMEOUT_MS = 40_000

export const fetchDivisions = (signal?: AbortSignal) =>
  request<{ divisions: Division[] }>('GET', '/api/divisions', { signal }).then((body) => body.divisions)

export const fetchShifts = (township: string, date: string, signal?: AbortSignal) =>
  request<ShiftList>('GET', '/api/shifts', { query: { township, date }, signal })

export const fetchShift = (id: string, signal?: AbortSignal) =>
  request<ShiftDetail>('GET', `/api/shifts/${encodeURIComponent(id)}`, { signal })

export const fetchCheckins = (township: string, date: string, signal?: AbortSignal) =>
  request<{ checkins: Checkin[] }>('GET', '/api/checkins', { query: { township, date }, signal }).then((body) => body.checkins)

export const fetchFinds = (township: string, date: string, signal?: AbortSignal) =>
  request<{ finds: Find[] }>('GET', '/api/finds', { query: { township, date }, signal }).then((body) => body.finds)

export const fetchCheckpoints = (township: string, signal?: AbortSignal) =>
  request<{ checkpoints: Checkpoint[] }>('GET', '/api/checkpoints', { query: { township }, signal }).then((body) => body.checkpoints)

export const fetchKeySites = (township: string, signal?: AbortSignal) =>
  request<{ key_sites: KeySite[] }>('GET', '/api/key-sites', { query: { township }, signal }).then((body) => body.key_sites)

export const fetchTeams = (township: string, signal?: AbortSignal) =>
  request<{ teams: Team[] }>('GET', '/api/teams', { query: { township }, signal }).then((body) => body.teams)

export const fetchPhoto = (attachment: string, part: 'full' | 'thumb', signal?: AbortSignal) =>
  requestBlob(`/api/photos/${encodeURIComponent(attachment)}`, { query: { part }, signal })

/** The news after `since`: a patient question waits for some; without `since` everything, at once. */
export const fetchNews = (since: string | null, patient: boolean, signal: AbortSignal) =>
  request<NewsAnswer>('GET', '/api/news', {
    query: since === null ? {} : { since, timeout: patient ? NEWS_WAIT : 0 },
    signal,
    timeout: NEWS_TIMEOUT_MS,
  })

export const planShift = (duty: PlannedDuty) =>
  request<{ id: string; pending: boolean }>('POST', '/api/shifts', { body: duty })

export const actOnShift = (id: string, wish: ActionWish) =>
  request<ActionReply>('POST', `/api/shifts/${encodeURIComponent(id)}/actions`, { body: wish })
