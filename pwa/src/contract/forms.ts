/** Forms by the contract: what the schema of a document, or of an action's payload, asks a person for; what is wrong
 * with an answer; and the value that it comes to. Pure. */
import type { Json } from './conditions'
import { contract } from './contract'

export type FieldKind =
  | 'text' | 'number' | 'yesno' | 'day' | 'moment' | 'choice' | 'choices' | 'lines' | 'counts'
  | 'person' | 'people' | 'unit' | 'units' | 'photo' | 'photos' | 'point' | 'other'

export interface FormField {
  name: string
  kind: FieldKind
  /** an empty answer is none */
  required: boolean
  /** null is a value of it */
  nullable: boolean
  /** least and most: of a number, else of the length */
  min: number | null
  max: number | null
  /** the codes to choose from */
  options: string[]
  /** the dictionary that has their names */
  dictionary: string | null
  pattern: string | null
  /** a number without a fraction */
  whole: boolean
}

/** What is wrong with an answer: a code with the numbers that its words name. */
export interface Problem {
  code: 'missing' | 'number' | 'whole' | 'least' | 'most' | 'long' | 'day' | 'moment' | 'form'
  n?: number
}

/** An answer as the form holds it: texts as they were typed. */
export type Answer = string | boolean | null | object

interface Schema {
  type?: string | string[]
  enum?: unknown[]
  pattern?: string
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
  items?: Schema
  properties?: Record<string, Schema>
  additionalProperties?: Schema | boolean
  required?: string[]
  allOf?: { if: { properties: { action: { const: string } } }; then: { properties: { payload: Schema } } }[]
}

/** What the engine, the clock and the form itself fill in. */
const ENVELOPE = ['_id', 'type', 'v', 'div', 'wrote', 'at_dev', 'tz', 'subject', 'seen', 'seen_ids', 'prev', 'passed_on', 'signed_at', 'submitted_at', 'cycle_seen']

/** The fields of a document type that a person fills in. */
export function documentFields(type: string, family: string): FormField[] {
  return fieldsOf(schemaOf(type), family).filter((field) => !ENVELOPE.includes(field.name))
}

/** The fields of an action's payload; null for an action that this type of event does not have. */
export function payloadFields(type: string, action: string, family: string): FormField[] | null {
  const payload = payloadSchema(type, action)
  return payload ? fieldsOf(payload, family) : null
}

/** The actions that events of this type can be. */
export function actionsOf(type: string): string[] {
  return (schemaOf(type).allOf ?? []).map((branch) => branch.if.properties.action.const)
}

/** What the ids of a type begin with, up to the colon. */
export function idPrefix(type: string): string {
  return /^\^([a-z]+):/.exec(schemaOf(type).properties?._id?.pattern ?? '')?.[1] ?? type
}

/** Whether nothing has been answered. */
export function isEmpty(answer: Answer | undefined): boolean {
  if (answer === undefined || answer === null) return true
  if (typeof answer === 'string') return answer.trim() === ''
  if (Array.isArray(answer)) return answer.every((one) => typeof one === 'string' && one.trim() === '')
  return false
}

/** What is wrong with an answer; null when it may be saved. */
export function problemOf(field: FormField, answer: Answer | undefined): Problem | null {
  if (isEmpty(answer)) return field.required ? { code: 'missing' } : null
  return checks[field.kind]?.(field, answer as Answer) ?? null
}

/** The value that an answer stands for; undefined leaves the field out. */
export function valueOf(field: FormField, answer: Answer | undefined): Json | undefined {
  if (isEmpty(answer)) return emptyValue(field)
  return (values[field.kind] ?? plain)(field, answer as Answer)
}

/** The answer that a value stands for: to go on with what is written already. */
export function answerOf(field: FormField, value: Json | undefined): Answer {
  if (value === null || value === undefined) return emptyAnswer(field)
  if (field.kind === 'number') return String(value)
  if (field.kind === 'moment') return localMoment(String(value))
  if (field.kind === 'photo') return [{ id: value }]
  if (field.kind === 'photos') return (value as string[]).map((id) => ({ id }))
  if (field.kind === 'counts') return Object.fromEntries(Object.entries(value as object).map(([key, n]) => [key, String(n)]))
  return value as Answer
}

/** What a fresh form holds for a field. */
export function emptyAnswer({ kind }: FormField): Answer {
  if (['choices', 'lines', 'people', 'units', 'photo', 'photos'].includes(kind)) return []
  if (kind === 'counts') return {}
  return kind === 'yesno' || kind === 'point' ? null : ''
}

/** 2026-11-23T08:00 of this device, as a browser's field for date and time holds it. */
export function localMoment(iso: string): string {
  const moment = new Date(iso)
  const local = new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000)
  return local.toISOString().slice(0, 'yyyy-mm-ddThh:mm'.length)
}

function schemaOf(type: string): Schema {
  return (contract.schemas[type] ?? {}) as Schema
}

function payloadSchema(type: string, action: string): Schema | null {
  const branch = schemaOf(type).allOf?.find((one) => one.if.properties.action.const === action)
  return branch?.then.properties.payload ?? null
}

function fieldsOf(schema: Schema, family: string): FormField[] {
  const required = schema.required ?? []
  return Object.entries(schema.properties ?? {}).map(([name, own]) => fieldOf(name, own, required.includes(name), family))
}

function fieldOf(name: string, own: Schema, named: boolean, family: string): FormField {
  const options = ((own.items?.enum ?? own.enum ?? []) as unknown[]).filter((one): one is string => typeof one === 'string')
  const nullable = typesOf(own).includes('null')
  const least = own.minLength ?? own.minItems ?? null
  return {
    name, options, nullable,
    kind: kindOf(own),
    required: named && !nullable && (least === null || least > 0),
    min: own.minimum ?? least,
    max: own.maximum ?? own.maxLength ?? own.maxItems ?? null,
    dictionary: options.length ? dictionaryOf(family, name, options) : null,
    pattern: own.pattern ?? null,
    whole: typesOf(own).includes('integer'),
  }
}

const STAFF = '^[a-z0-9-]{2,32}$'
const CODE = '^[a-z0-9-]{2,40}$'

function kindOf(own: Schema): FieldKind {
  const types = typesOf(own)
  if (types.includes('array')) return listKind(own.items ?? {})
  if (own.enum) return 'choice'
  if (types.includes('boolean')) return 'yesno'
  if (types.includes('integer') || types.includes('number')) return 'number'
  if (types.includes('object')) return objectKind(own)
  return types.includes('string') ? textKind(own.pattern ?? '') : 'other'
}

function listKind(items: Schema): FieldKind {
  if (items.enum) return 'choices'
  const { pattern = '' } = items
  if (pattern.startsWith('^att:')) return 'photos'
  if (pattern === STAFF) return 'people'
  if (pattern === CODE) return 'units'
  return typesOf(items).includes('string') ? 'lines' : 'other'
}

function objectKind(own: Schema): FieldKind {
  if (own.properties?.lat && own.properties.lon) return 'point'
  const further = own.additionalProperties
  return typeof further === 'object' && typesOf(further).includes('integer') ? 'counts' : 'other'
}

function textKind(pattern: string): FieldKind {
  if (pattern.startsWith('^att:')) return 'photo'
  if (pattern === STAFF) return 'person'
  if (pattern === CODE) return 'unit'
  if (pattern === '^\\d{4}-\\d{2}-\\d{2}$') return 'day'
  return pattern.startsWith('^\\d{4}-\\d{2}-\\d{2}T') ? 'moment' : 'text'
}

function typesOf(own: Schema): string[] {
  return Array.isArray(own.type) ? own.type : [own.type ?? 'other']
}

/** The dictionary by the field's name, or the family's first one that knows all the codes. */
export function dictionaryOf(family: string, name: string, options: readonly string[]): string | null {
  const knows = (dictionary: string) => options.every((code) => contract.dictionaries[dictionary]?.[code])
  const named = [`${family}_${name}`, name].find(knows)
  const others = Object.keys(contract.dictionaries).filter((one) => one.startsWith(`${family}_`))
  return named ?? others.find(knows) ?? Object.keys(contract.dictionaries).find(knows) ?? null
}

type Check = (field: FormField, answer: Answer) => Problem | null

const inLength: Check = ({ max }, answer) => (max !== null && String(answer).trim().length > max ? { code: 'long', n: max } : null)
const enough: Check = ({ max }, answer) => (max !== null && (answer as unknown[]).length > max ? { code: 'most', n: max } : null)

const checks: Partial<Record<FieldKind, Check>> = {
  text: (field, answer) => inLength(field, answer) ?? formed(field, String(answer).trim()),
  unit: (field, answer) => formed(field, String(answer).trim()),
  number: (field, answer) => countable(field, String(answer)),
  day: (_field, answer) => (isDay(String(answer)) ? null : { code: 'day' }),
  moment: (_field, answer) => (Number.isNaN(Date.parse(String(answer))) ? { code: 'moment' } : null),
  choices: enough,
  people: enough,
  lines: enough,
  counts: (field, answer) => {
    const found = Object.values(answer as Record<string, string>).filter((one) => one.trim() !== '')
    return found.map((one) => countable({ ...field, min: 0, max: null, whole: true }, one)).find((one) => one !== null) ?? null
  },
}

function formed({ pattern }: FormField, text: string): Problem | null {
  return pattern === null || new RegExp(pattern).test(text) ? null : { code: 'form' }
}

function countable({ min, max, whole }: FormField, typed: string): Problem | null {
  const number = Number(typed.trim().replace(',', '.'))
  if (!Number.isFinite(number)) return { code: 'number' }
  if (whole && !Number.isInteger(number)) return { code: 'whole' }
  if (min !== null && number < min) return { code: 'least', n: min }
  return max !== null && number > max ? { code: 'most', n: max } : null
}

/** Whether there is such a day: no thirtieth of February. */
export function isDay(text: string): boolean {
  const moment = new Date(`${text}T00:00:00Z`)
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(text)
}

/** A copy that is nothing but JSON: what a form holds may be watched. */
function plain(_field: FormField, answer: Answer): Json {
  return JSON.parse(JSON.stringify(answer)) as Json
}

const values: Partial<Record<FieldKind, (field: FormField, answer: Answer) => Json>> = {
  text: (_field, answer) => String(answer).trim(),
  number: (_field, answer) => Number(String(answer).trim().replace(',', '.')),
  moment: (_field, answer) => new Date(String(answer)).toISOString(),
  lines: (_field, answer) => (answer as string[]).map((one) => one.trim()).filter(Boolean),
  photos: (_field, answer) => (answer as { id: string }[]).map(({ id }) => id),
  photo: (_field, answer) => (answer as { id: string }[])[0]?.id ?? null,
  counts: (_field, answer) =>
    Object.fromEntries(Object.entries(answer as Record<string, string>).flatMap(([key, n]) => (Number(n) > 0 ? [[key, Number(n)]] : []))),
}

function emptyValue(field: FormField): Json | undefined {
  if (field.nullable) return null
  if (['choices', 'lines', 'people', 'units', 'photos'].includes(field.kind)) return []
  if (field.kind === 'counts') return {}
  return field.kind === 'text' && field.min === 0 ? '' : undefined
}
