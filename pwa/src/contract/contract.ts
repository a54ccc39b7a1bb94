/** The server's own tables, as it exported them (contract.json): nothing here is written a second time by hand. */
import type { Json } from './conditions'
import exported from './contract.json'

export type Locale = 'zh-CN' | 'en'
export type Worded = Record<Locale, string>

export interface Guard {
  condition: Json
  reason: string
  result: 'parked' | 'refused'
}

export interface Transition {
  id: string
  action: string
  sources: string[]
  target: string | null
  actors: string[]
  guards: Guard[]
  result: 'applied' | 'absorbed' | 'parked' | 'refused'
  reason: string | null
  /** the row is for events concurrent with an applied event of one of these actions */
  against: string[]
  /** the row counts only while this holds */
  when: Json
  sets: string[]
  clears: string[]
  /** whether the event's field values count */
  merges: boolean
  /** what the server sets by itself */
  assigns: Record<string, Json>
}

export type MergeCode = 'IMM' | 'FWW' | 'LWW-R' | 'OWN' | 'MIN' | 'MAX' | 'WORST' | 'OR' | 'APP' | 'SUM' | 'UNI' | 'KB'

/** How the values of one field go together. */
export interface FieldRule {
  name: string
  merge: MergeCode
  /** for each action the value that it brings */
  values: Record<string, Json>
  /** whether an `edit` may name it */
  edit: boolean
  rank: Json
  order: string[]
  owner: Json
  replaces: string[]
}

/** A kind of record: its documents and how they begin. */
export interface RecordKind {
  plural: string
  /** type and id prefix of its plain events */
  event: [string, string]
  kinds: Record<string, 'head' | 'event' | 'fact' | 'draft'>
  actions: Record<string, string>
  head_state: string
  born_by: string[]
}

/** Which roles write what in the databases that begin with `prefix`. */
export interface DatabaseRule {
  prefix: string
  writes: { type: string; roles: string[] }[]
}

/** A line of the schools' checklist: who answers for what is not in order, within how many days. */
export interface ChecklistItem {
  group: string
  /** kinds of units, the first of them leads */
  owners: string[]
  days: number
}

export interface Contract {
  version: string | number
  schemas: Record<string, Record<string, unknown>>
  records: Record<string, RecordKind>
  transitions: Record<string, Transition[]>
  fields: Record<string, FieldRule[]>
  dictionaries: Record<string, Record<string, Worded>>
  parameters: Record<string, Json>
  checklist: Record<string, ChecklistItem>
  /** what each kind of publicity is counted in */
  publicity_units: Record<string, string>
  /** keys that only activities of this kind may have */
  activity_keys: Record<string, string[]>
  /** the part that a unit has in the month's action, with the kinds of units that have it */
  school_parties: Record<string, string[]>
  permissions: DatabaseRule[]
  words: Record<string, Worded>
  record_words: Record<string, Record<string, Worded>>
}

export const contract = exported as unknown as Contract

/** The family of a record: the part of its id before the first colon. */
export function familyOf(subject: string): string {
  return subject.slice(0, Math.max(0, subject.indexOf(':')))
}

/** The codes of a dictionary, in its order. */
export function codesOf(dictionary: string): string[] {
  return Object.keys(contract.dictionaries[dictionary] ?? {})
}

/** What a code is called; the code itself when the dictionary is younger than this app. */
export function nameOf(dictionary: string, code: string, locale: Locale): string {
  const name = contract.dictionaries[dictionary]?.[code]?.[locale] ?? code
  return name.charAt(0).toUpperCase() + name.slice(1)
}

/** Whether one of these roles may write documents of this type into databases with this prefix. */
export function mayWrite(prefix: string, type: string, roles: readonly string[]): boolean {
  const rules = contract.permissions.filter((rule) => rule.prefix === prefix).flatMap((rule) => rule.writes)
  return rules.some((rule) => rule.type === type && rule.roles.some((role) => roles.includes(role)))
}

/** The sentence for a reason of the server, as said of records such as `subject`; null when there is none. */
export function wordsOf(reason: string, locale: Locale, subject = ''): string | null {
  const own = contract.record_words[familyOf(subject)]?.[reason]
  return (own ?? contract.words[reason])?.[locale] ?? null
}

/** The types whose documents carry `prev`: together they are a device's chain on a subject. */
export const CHAINED: readonly string[] = Object.entries(contract.schemas)
  .filter(([, schema]) => 'prev' in ((schema.properties as object | undefined) ?? {}))
  .map(([type]) => type)
