/** The desk where an office settles what the rules could not: what waits, and the decisions. */
import type { Coded, DeadLetter, Named, QuarantineItem, Result } from './console'
import { request } from './client'

type Worded = Record<string, string>

/** The record that something is about. */
export interface RecordRef {
  id: string
  /** its name in the API */
  plural: string
  div: Coded
  state: string
  kind: string | null
  title: string | null
  number: string | null
  /** the day to which it counts */
  on: string
  rseq: number
  /** no office reads it: title and number are those of the case that it belongs to */
  sealed: boolean
}

/** Why something is settled: a code with the server's words for it. */
export interface SettleReason {
  reason: string
  words: Worded
}

/** What no rule decides, and an office may say it has dealt with. */
export interface Settleable {
  /** the name under which it is settled; another fault has another one */
  settle_as: string
  settled: (SettleReason & { by: Named; at: string }) | null
}

export type SettleableList = 'copies' | 'quarantined' | 'headless' | 'dead_letters'

export interface Choice {
  action: string
  allowed: boolean
  reason: string | null
  words: Worded | null
}

/** Something that was done to a record. */
export interface Done {
  id: string
  action: string
  by: Named
  at: string
  received_at: string
  seen: number
  payload: Record<string, unknown>
  note: string | null
}

export interface ParkedItem {
  record: RecordRef
  event: Done
  reason: string
  words: Worded
  /** it contradicts an outcome that counts already */
  disputed: boolean
  /** what counts and was done by others, neither knowing of the other */
  beside: Done[]
  choices: Choice[]
}

export interface WrittenValue {
  value: unknown
  by: Named
  at: string
  id: string
}

export interface KeptBothItem {
  record: RecordRef
  field: string
  values: WrittenValue[]
  choices: Choice[]
}

export interface DuplicateItem {
  record: RecordRef
  candidates: RecordRef[]
  choices: Choice[]
}

export interface Difference {
  field: string
  kept: unknown
  other: unknown
}

export type HeldItem = QuarantineItem & Settleable
export type LetterItem = DeadLetter & Settleable

/** A record that has not come, with what waits for it. */
export interface HeadlessItem extends Settleable {
  subject: string
  since: string
  events: Pick<Done, 'id' | 'action' | 'by' | 'at' | 'received_at'>[]
}

export interface CopyItem extends Settleable {
  id: string
  doc_id: string
  type: string
  author: Named
  first_author: Named
  received_at: string
  reason: string
  words: Worded
  differences: Difference[]
  record: RecordRef | null
  choices: Choice[]
}

export interface Desk {
  as_of: string
  parked: ParkedItem[]
  kept_both: KeptBothItem[]
  duplicates: DuplicateItem[]
  copies: CopyItem[]
  quarantined: HeldItem[]
  headless: HeadlessItem[]
  dead_letters: LetterItem[]
  /** the lists that are cut off */
  more: string[]
  may_settle: boolean
  reasons: Record<SettleableList, SettleReason[]>
}

export interface Decision {
  action: string
  payload: Record<string, unknown>
  note: string | null
}

/** What became of a decision; `pending` alone when it is sent and not carried out yet. */
export interface DecisionReply {
  result?: Result
  state?: string
  rseq?: number
  pending?: boolean
}

export interface RecordEvent {
  id: string
  kind: string
  action: string | null
  by: Named
  at_dev: string
  received_at: string
  result: Result
  reason: string | null
  note: string | null
}

/** What waits in a part of the journal (a township, the district, `nowhere`), or what was settled there. */
export const fetchDesk = (township: string, settled: boolean, signal?: AbortSignal) =>
  request<Desk>('GET', '/api/desk', { query: { township, ...(settled && { settled: 'true' }) }, signal })

export const settle = (township: string, list: SettleableList, item: Settleable, reason: string) =>
  request<{ settled: boolean }>('POST', '/api/desk/settlements', { body: { township, list, item: item.settle_as, reason } })

/** Has a record whose handling failed tried again at once. */
export const tryAgain = ({ partition, subject }: DeadLetter) => request<{ pending: boolean }>('POST', '/api/desk/retries', { body: { township: partition, subject } })

/** Everything that was written about a record, oldest first. */
export const fetchTimeline = ({ plural, id }: RecordRef, signal?: AbortSignal) =>
  request<{ timeline: RecordEvent[] }>('GET', `/api/${plural}/${encodeURIComponent(id)}`, { signal }).then((body) => body.timeline)

/** Decides, on the state of the record that was shown; on one that no office reads, at the desk itself. */
export function decide(record: RecordRef, decision: Decision): Promise<DecisionReply> {
  const { plural, id, rseq } = record
  if (!record.sealed) return request('POST', `/api/${plural}/${encodeURIComponent(id)}/actions`, { body: { ...decision, seen: rseq } })
  const { action, payload } = decision
  return request('POST', '/api/desk/decisions', { body: { township: record.div.code.slice(0, 9), record: id, action, ...payload, seen: rseq } })
}
