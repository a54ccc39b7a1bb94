/** The shift as this phone may show it: what the server last said, plus what was written since, folded by the server's
 * own transitions. Optimistic: the server decides. Pure. */
import { holds, type Json, type Scope } from '@/contract/conditions'
import type { Guard, Transition } from '@/contract/contract'

import type { MissedPoint, ShiftEvent, ShiftFile, ShiftState } from './documents'

export interface LocalShift {
  state: ShiftState
  started_at: string | null
  ended_at: string | null
  on_duty: string[]
  vehicle: string | null
  km_start: number | null
  km_end: number | null
  handover_to: string | null
  flags: string[]
  /** closed and open stretches of duty, ISO 8601 */
  duty: [string, string | null][]
  /** checkpoint -> time of its first check-in */
  visited: Record<string, string>
  must_missed: MissedPoint[]
  /** the rseq of the `st:` shown */
  seen: number
  /** ids of events shown that the server has not judged yet */
  seen_ids: string[]
}

export interface Actor {
  id: string
  roles: string[]
}

export interface Permission {
  allowed: boolean
  reason: string | null
}

export interface Rules {
  transitions: readonly Transition[]
  parameters: Record<string, Json>
}

/** The contract's limit; the server has judged the older ones long ago. */
const MOST_SEEN = 500

/** What the person sees of this shift now. */
export function localShift(file: ShiftFile, rules: Rules): LocalShift {
  const start = fromServer(file)
  const judged = file.status?.results ?? {}
  const later = file.events.filter((event) => !(event._id in judged)).sort(byTime)
  const folded = later.reduce((shift, event) => apply(shift, event, rules), start)
  return { ...folded, must_missed: missedOf(file, folded) }
}

/** Whether the server would apply this action now, as far as this phone can know. */
export function mayDo(
  shift: LocalShift,
  action: string,
  payload: Record<string, unknown>,
  actor: Actor,
  rules: Rules,
): Permission {
  const scope = scopeOf(shift, { action, payload: payload as Json }, actor, rules)
  const row = rowFor(rules, scope)
  return row ? judge(row, scope) : { allowed: false, reason: 'wrong_state' }
}

/** Whether the actor's roles let them do this in some state of a shift, if not in the present one. */
export function mayEver(action: string, actor: Actor, rules: Rules): boolean {
  const rows = rules.transitions.filter((row) => row.action === action)
  return rows.some((row) => row.actors.length === 0 || row.actors.some((role) => actor.roles.includes(role)))
}

/** Minutes on duty until `now`. */
export function dutyMinutes(shift: LocalShift, now: Date): number {
  const spans = shift.duty.map(([from, to]) => (to === null ? now.getTime() : Date.parse(to)) - Date.parse(from))
  return Math.max(0, Math.floor(spans.reduce((sum, span) => sum + Math.max(0, span), 0) / 60_000))
}

function judge(row: Transition, scope: Scope): Permission {
  const held = scope.actor?.roles
  const entitled = row.actors.length === 0 || (Array.isArray(held) && row.actors.some((role) => held.includes(role)))
  if (!entitled) return { allowed: false, reason: 'wrong_role' }
  if (row.result !== 'applied') return { allowed: false, reason: row.reason }
  const broken = row.guards.find((guard: Guard) => !holds(guard.condition, scope))
  return broken ? { allowed: false, reason: broken.reason } : { allowed: true, reason: null }
}

/** The first row for this action in this state; rows about concurrent events are the server's business. */
function rowFor(rules: Rules, scope: Scope): Transition | undefined {
  const state = String(scope.subject?.state)
  return rules.transitions.find((row) => {
    if (row.action !== scope.event?.action || row.against.length > 0) return false
    if (!row.sources.includes(state) && !row.sources.includes('*')) return false
    return row.when === null || row.when === undefined || holds(row.when, scope)
  })
}

function scopeOf(shift: LocalShift, event: Record<string, Json>, actor: Actor, rules: Rules): Scope {
  return {
    subject: shift as unknown as Record<string, Json>,
    event,
    actor: { id: actor.id, roles: actor.roles },
    parameters: rules.parameters,
  }
}

function fromServer(file: ShiftFile): LocalShift {
  const { head, status } = file
  return {
    state: status?.state ?? 'planned',
    started_at: status?.started_at ?? null,
    ended_at: status?.ended_at ?? null,
    on_duty: [...(status?.on_duty ?? [])],
    vehicle: status?.vehicle ?? head.vehicle,
    km_start: status?.km_start ?? null,
    km_end: status?.km_end ?? null,
    handover_to: status?.handover_to ?? null,
    flags: [...(status?.flags ?? [])],
    duty: [...(status?.duty_intervals ?? [])],
    visited: visitsOf(file),
    must_missed: [],
    seen: status?.rseq ?? 0,
    seen_ids: laterIds(file),
  }
}

function laterIds(file: ShiftFile): string[] {
  const judged = file.status?.results ?? {}
  const shown = [...file.events, ...file.checkins, ...file.finds].map((document) => document._id)
  return shown.filter((id) => !(id in judged)).sort().slice(-MOST_SEEN)
}

function visitsOf(file: ShiftFile): Record<string, string> {
  const visited: Record<string, string> = {}
  for (const { _id, checkpoint, at_dev: at } of file.checkins) {
    if (checkpoint === null || file.unproven.has(_id)) continue
    const before = visited[checkpoint]
    if (before === undefined || Date.parse(at) < Date.parse(before)) visited[checkpoint] = at
  }
  return visited
}

function missedOf(file: ShiftFile, shift: LocalShift): MissedPoint[] {
  const reasons = new Map((file.status?.must_missed ?? []).map((missed) => [missed.checkpoint, missed.reason]))
  return file.head.must_points
    .filter((code) => !(code in shift.visited))
    .map((code) => ({ checkpoint: code, reason: reasons.get(code) ?? null }))
}

function apply(shift: LocalShift, event: ShiftEvent, rules: Rules): LocalShift {
  const author = { id: event.wrote.by, roles: [] } // whether they had the right is the server's question
  const row = rowFor(rules, scopeOf(shift, { action: event.action, payload: event.payload as Json }, author, rules))
  if (!row || row.result !== 'applied') return shift
  return { ...shift, ...effects[event.action]?.(shift, event), state: (row.target ?? shift.state) as ShiftState }
}

const effects: Record<string, (shift: LocalShift, event: ShiftEvent) => Partial<LocalShift>> = {
  start: (shift, { at_dev: at, payload }) => ({
    started_at: earlier(shift.started_at, at),
    on_duty: [...new Set([...shift.on_duty, ...texts(payload.on_duty)])],
    vehicle: text(payload.vehicle) ?? shift.vehicle,
    km_start: number(payload.km_start) ?? shift.km_start,
    duty: [...shift.duty, [at, null]],
  }),
  pause: (shift, { at_dev: at }) => ({ duty: closed(shift.duty, at) }),
  resume: (shift, { at_dev: at }) => ({ duty: [...closed(shift.duty, at), [at, null]] }),
  handover: (_shift, { payload }) => ({ handover_to: text(payload.to) }),
  end: (shift, { at_dev: at, payload }) => ({
    ended_at: at,
    km_end: number(payload.km_end) ?? shift.km_end,
    duty: closed(shift.duty, at),
  }),
}

function closed(duty: LocalShift['duty'], at: string): LocalShift['duty'] {
  return duty.map(([from, to]) => [from, to ?? at])
}

function earlier(one: string | null, other: string): string {
  return one !== null && Date.parse(one) <= Date.parse(other) ? one : other
}

function byTime(a: ShiftEvent, b: ShiftEvent): number {
  if (a.wrote.dev === b.wrote.dev) return a.wrote.dseq - b.wrote.dseq
  return Date.parse(a.at_dev) - Date.parse(b.at_dev)
}

function text(found: unknown): string | null {
  return typeof found === 'string' && found !== '' ? found : null
}

function texts(found: unknown): string[] {
  return Array.isArray(found) ? found.filter((one): one is string => typeof one === 'string') : []
}

function number(found: unknown): number | null {
  return typeof found === 'number' ? found : null
}
