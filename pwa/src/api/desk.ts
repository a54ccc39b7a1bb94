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
}

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

export interface CopyItem {
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
  quarantined: QuarantineItem[]
  dead_letters: DeadLetter[]
  /** the lists that are cut off */
  more: string[]
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

export const fetchDesk = (township: string, signal?: AbortSignal) => request<Desk>('GET', '/api/desk', { query: { township }, signal })

/** Everything that was written about a record, oldest first. */
export const fetchTimeline = ({ plural, id }: RecordRef, signal?: AbortSignal) =>
  request<{ timeline: RecordEvent[] }>('GET', `/api/${plural}/${encodeURIComponent(id)}`, { signal }).then((body) => body.timeline)

/** Decides, on the state of the record that was shown. */
export const decide = ({ plural, id, rseq }: RecordRef, decision: Decision) =>
  request<DecisionReply>('POST', `/api/${plural}/${encodeURIComponent(id)}/actions`, { body: { ...decision, seen: rseq } })
