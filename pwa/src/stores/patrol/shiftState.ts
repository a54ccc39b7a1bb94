/** The shift as this phone may show it: the fold of what is here (contract/localFold), and what only a shift has: who
 * was on duty when, which checkpoints are visited. Optimistic: the server decides. Pure. */
import type { Json } from '@/contract/conditions'
import { localFold, mayDo as mayDoNow, type Actor, type LocalRecord, type Permission, type Rules, type Values } from '@/contract/localFold'

import type { MissedPoint, ShiftEvent, ShiftFile, ShiftState } from './documents'

export { mayEver, type Actor, type Permission, type Rules } from '@/contract/localFold'

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
  /** ids of documents shown that the server has not judged yet */
  seen_ids: string[]
  /** the fold itself, for what may be done next */
  record: LocalRecord
}

/** What the person sees of this shift now. */
export function localShift(file: ShiftFile, rules: Rules): LocalShift {
  const { head, status, events, checkins, finds } = file
  const documents = [...events, ...checkins, ...finds]
  const record = localFold(rules, { subject: head._id, head, status, documents })
  if (!record) throw new Error('a shift with a head has begun')
  const visited = visitsOf(file)
  return { ...told(file, record), duty: dutyOf(file, record), visited, must_missed: missedOf(file, visited), record }
}

/** Whether the server would apply this action now, as far as this phone can know. */
export function mayDo(shift: LocalShift, action: string, payload: Record<string, unknown>, actor: Actor, rules: Rules): Permission {
  const missed = shift.must_missed as unknown as Json
  return mayDoNow(rules, shift.record, actor, action, payload as Values, () => ({ must_missed: missed }))
}

/** Minutes on duty until `now`. */
export function dutyMinutes(shift: LocalShift, now: Date): number {
  const spans = shift.duty.map(([from, to]) => (to === null ? now.getTime() : Date.parse(to)) - Date.parse(from))
  return Math.max(0, Math.floor(spans.reduce((sum, span) => sum + Math.max(0, span), 0) / 60_000))
}

function told({ head, status }: ShiftFile, record: LocalRecord) {
  const { values } = record
  const ended = record.applied.find((document) => actionOf(document) === 'end')
  return {
    state: record.state as ShiftState,
    started_at: text(values.started_at),
    ended_at: ended?.at_dev ?? status?.ended_at ?? null,
    on_duty: texts(values.on_duty),
    vehicle: text(values.vehicle) ?? head.vehicle,
    km_start: number(values.km_start),
    km_end: number(values.km_end),
    handover_to: text(values.handover_to),
    flags: record.flags,
    seen: record.seen,
    seen_ids: record.seen_ids,
  }
}

const stretches: Record<string, (duty: LocalShift['duty'], at: string) => LocalShift['duty']> = {
  start: (duty, at) => [...duty, [at, null]],
  pause: closed,
  resume: (duty, at) => [...closed(duty, at), [at, null]],
  end: closed,
}

function dutyOf({ status }: ShiftFile, record: LocalRecord): LocalShift['duty'] {
  const begun: LocalShift['duty'] = [...(status?.duty_intervals ?? [])]
  return record.applied.reduce((duty, document) => stretches[actionOf(document)]?.(duty, document.at_dev) ?? duty, begun)
}

function actionOf(document: { type: string }): string {
  return document.type === 'shift_ev' ? (document as ShiftEvent).action : ''
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

function missedOf(file: ShiftFile, visited: Record<string, string>): MissedPoint[] {
  const reasons = new Map((file.status?.must_missed ?? []).map((missed) => [missed.checkpoint, missed.reason]))
  return file.head.must_points
    .filter((code) => !(code in visited))
    .map((code) => ({ checkpoint: code, reason: reasons.get(code) ?? null }))
}

function closed(duty: LocalShift['duty'], at: string): LocalShift['duty'] {
  return duty.map(([from, to]) => [from, to ?? at])
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
