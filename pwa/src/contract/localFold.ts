/** A record as this phone may show it before the server has spoken: what the server last said (`st:`), plus what lies on
 * this phone and is not judged yet, folded by the server's own tables. Optimistic: the server decides. Pure. */
import { holds, value, type Json, type Scope } from './conditions'
import { contract, familyOf, type FieldRule, type RecordKind, type Transition } from './contract'
import { mergeLocally, setLocally } from './localMerge'

export type Values = Record<string, Json>

/** A document as phones write it, as far as the fold looks. */
export interface LocalDocument {
  _id: string
  type: string
  wrote: { by: string; dev: string; dseq: number }
  at_dev: string
}

export interface Result {
  result: string
  reason: string | null
  flags?: string[]
}

/** A value with who wrote it, when, in which document. */
export interface Origin {
  value: Json
  by: string
  at: string
  id: string
  rseq: number
}

/** A value that lost, and the one that stands. `concurrent`: neither writer had seen the other's. */
export interface Superseded extends Origin {
  field: string
  won: Origin
  concurrent: boolean
}

/** An `st:` document: the fields of the record beside these. */
export interface Status {
  subject: string
  rseq: number
  state: string
  flags: string[]
  results: Record<string, Result>
  superseded?: Superseded[]
  kept_both?: Record<string, Origin[]>
  parked?: string[]
}

/** All about one record that is on this phone. `documents`: events and facts; judged ones change nothing. */
export interface LocalFile {
  subject: string
  head: LocalDocument | null
  status: Status | null
  documents: readonly LocalDocument[]
}

export interface LocalRecord {
  state: string
  values: Values
  flags: string[]
  /** the rseq of the `st:` shown */
  seen: number
  /** ids of documents shown that the server has not judged yet: what the state owes to them waits to be synced */
  seen_ids: string[]
  /** those of them that count, in their order */
  applied: LocalDocument[]
}

export interface Actor {
  id: string
  roles: string[]
  /** where the roles are held */
  divisions?: string[]
  unit?: string
  /** what kind of unit it is, as the reference has it */
  unit_kind?: string
}

export interface Permission {
  allowed: boolean
  reason: string | null
}

/** The tables of one kind of record. */
export interface Rules {
  kind: RecordKind
  transitions: readonly Transition[]
  fields: readonly FieldRule[]
  parameters: Values
}

/** Further fields that guards look at, as the server derives them. */
export type Derive = (record: LocalRecord) => Values
const nothing: Derive = () => ({})

/** The contract's limit; the server has judged the older ones long ago. */
const MOST_SEEN = 500
const EDIT = 'edit'
const SETTING = ['correct', 'pick']
const COUNTS = ['applied', 'absorbed']

/** The tables for records of a family; null for one that this version of the app does not know. */
export function rulesOf(family: string): Rules | null {
  const kind = contract.records[family]
  if (!kind) return null
  const { parameters } = contract
  return { kind, transitions: contract.transitions[family] ?? [], fields: contract.fields[family] ?? [], parameters }
}

/** What the person sees of this record now; null while nothing has begun it. */
export function localFold(rules: Rules, file: LocalFile, derive = nothing): LocalRecord | null {
  const judged = file.status?.results ?? {}
  const later = file.documents.filter((document) => !(document._id in judged)).sort(byTime)
  const birth = later.find((document) => rules.kind.born_by.includes(actionOf(rules, document)))
  if (!file.status && !file.head && !birth) return null
  const seen_ids = later.map((document) => document._id).sort().slice(-MOST_SEEN)
  const begun: LocalRecord = { ...fromServer(rules, file, birth), seen_ids }
  return later.reduce((record, document) => apply(rules, record, document, derive), begun)
}

/** Whether the server would apply this action now, as far as this phone can know. `payload`: of a document that is no
 * plain event, its fields. */
export function mayDo(rules: Rules, record: LocalRecord, actor: Actor, action: string, payload: Values, derive = nothing): Permission {
  const event = { ...payload, action, payload, by: actor.id, at: new Date().toISOString() }
  const scope = scopeOf(rules, record, event, actor, derive)
  const row = rowFor(rules, record.state, scope)
  if (!row) return { allowed: false, reason: `not_while_${record.state}` }
  const entitled = row.actors.length === 0 || row.actors.some((role) => actor.roles.includes(role))
  if (!entitled) return { allowed: false, reason: 'role_missing' }
  const broken = row.guards.find((guard) => !holds(guard.condition, scope))
  if (broken) return { allowed: false, reason: broken.reason }
  return { allowed: row.result === 'applied', reason: row.reason }
}

/** Whether the actor's roles let them do this in some state of a record, if not in the present one. */
export function mayEver(rules: Rules, actor: Actor, action: string): boolean {
  const rows = rules.transitions.filter((row) => row.action === action && row.result === 'applied' && row.against.length === 0)
  return rows.some((row) => row.actors.length === 0 || row.actors.some((role) => actor.roles.includes(role)))
}

/** The id of a plain event on a record. */
export function eventId(subject: string, ulid: string): string {
  const [, prefix] = contract.records[familyOf(subject)]?.event ?? ['', 'ev']
  const key = prefix === 'ev' ? subject : subject.slice(subject.indexOf(':') + 1)
  return `${prefix}:${key}:${ulid}`
}

/** What a document does to its subject. */
export function actionOf(rules: Rules, document: LocalDocument): string {
  return rules.kind.actions[document.type] ?? String(bodyOf(document).action ?? '')
}

function fromServer(rules: Rules, { head, status }: LocalFile, birth?: LocalDocument): Omit<LocalRecord, 'seen_ids'> {
  const begin = head ?? birth
  const values: Values = { ...(begin ? viewOf(begin, 'head') : {}), ...((status as unknown as Values | null) ?? {}) }
  if (!status && head) {
    const scope: Scope = { event: viewOf(head, 'head'), parameters: rules.parameters }
    for (const rule of rules.fields) bring(values, rule, value(rule.values.head ?? null, scope))
  }
  return { state: status?.state ?? rules.kind.head_state, values, flags: [...(status?.flags ?? [])], seen: status?.rseq ?? 0, applied: [] }
}

/** Whether the author had the right is the server's question; a document that cannot be carried out changes nothing. */
function apply(rules: Rules, record: LocalRecord, document: LocalDocument, derive: Derive): LocalRecord {
  const event = viewOf(document, actionOf(rules, document))
  const scope = scopeOf(rules, record, event, { id: document.wrote.by, roles: [] }, derive)
  const row = rowFor(rules, record.state, scope)
  if (!row || !COUNTS.includes(row.result)) return record
  const values = { ...record.values }
  if (row.merges) for (const rule of rules.fields) brought(values, rule, event, scope)
  for (const [name, assigned] of Object.entries(row.assigns)) values[name] = value(assigned, scope)
  const flags = [...record.flags.filter((flag) => !row.clears.includes(flag)), ...row.sets]
  const applied = row.result === 'applied' ? [...record.applied, document] : record.applied
  return { ...record, state: row.target ?? record.state, values, flags: [...new Set(flags)], applied }
}

function brought(values: Values, rule: FieldRule, event: Values, scope: Scope): void {
  const action = String(event.action)
  const { field, value: said = null } = (event.payload ?? {}) as Values
  const named = rule.edit && field === rule.name
  if (SETTING.includes(action)) {
    if (named) values[rule.name] = setLocally(rule, said)
  } else if (action === EDIT) {
    if (named) bring(values, rule, said)
  } else if (rule.replaces.includes(action)) {
    values[rule.name] = setLocally(rule, value(rule.values[action] ?? null, scope))
  } else {
    bring(values, rule, value(rule.values[action] ?? null, scope))
  }
}

function bring(values: Values, rule: FieldRule, incoming: Json): void {
  if (incoming !== null) values[rule.name] = mergeLocally(rule, values[rule.name] ?? null, incoming)
}

/** The first row for this action in this state; rows about concurrent events are the server's business. */
function rowFor(rules: Rules, state: string, scope: Scope): Transition | undefined {
  return rules.transitions.find((row) => {
    if (row.action !== scope.event?.action || row.against.length > 0) return false
    if (!row.sources.includes(state) && !row.sources.includes('*')) return false
    return row.when === null || holds(row.when, scope)
  })
}

function scopeOf(rules: Rules, record: LocalRecord, event: Values, actor: Actor, derive: Derive): Scope {
  const { state, flags, values } = record
  return {
    subject: { parked: [], ...values, ...derive(record), kept_both: Object.keys(values.kept_both ?? {}).sort(), state, flags },
    event,
    actor: { ...actor },
    parameters: rules.parameters,
  }
}

/** A document as rules see it: with its id, author, device and time. */
function viewOf(document: LocalDocument, action: string): Values {
  const moment = Date.parse(document.at_dev)
  const at = Number.isNaN(moment) ? document.at_dev : new Date(moment).toISOString()
  const { by, dev } = document.wrote
  return { ...bodyOf(document), id: document._id, by, dev, at, received_at: at, action }
}

function bodyOf(document: LocalDocument): Values {
  return document as unknown as Values
}

function byTime(a: LocalDocument, b: LocalDocument): number {
  if (a.wrote.dev === b.wrote.dev) return a.wrote.dseq - b.wrote.dseq
  return Date.parse(a.at_dev) - Date.parse(b.at_dev)
}
