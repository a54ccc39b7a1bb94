/** Forms as data: what is asked for, in which order, with which answers to begin with. A form without an entry asks for
 * all that its schema has. */
import { documentFields, emptyAnswer, payloadFields, type Answer, type FormField } from '@/contract/forms'
import type { LocalRecord } from '@/contract/localFold'
import type { Deed } from '@/contract/offers'

import { caseForms } from './caseForms'
import { dutyForms } from './dutyForms'
import type { Kind } from './kinds'
import { schoolForms } from './schoolForms'

export type Answers = Record<string, Answer>

/** What a form may begin with. */
export interface Known {
  me: string
  now: Date
  /** the record that it is about; null for a new one */
  record: LocalRecord | null
  /** how often a code was used here before: the commonest come first */
  used: (field: string, code: string) => number
}

export interface FormPlan {
  /** names of fields, step by step */
  steps?: readonly (readonly string[])[]
  /** what may stay empty and is folded away */
  folded?: readonly string[]
  /** asked for although the document could do without */
  must?: readonly string[]
  start?: (known: Known) => Answers
  /** what fields say of each other: field -> code of a problem */
  across?: (answers: Answers) => Record<string, string>
  /** the same of the record and the day */
  against?: (answers: Answers, known: Known) => Record<string, string>
  /** dictionaries of what is counted */
  counted?: Record<string, string>
  /** fields whose codes come in the order of use */
  byUse?: readonly string[]
  /** makes up what was left empty and must be there */
  fill?: (answers: Answers, name: (dictionary: string, code: string) => string) => Answers
}

/** A form ready to be shown. `also`: what is written together with the document, the fields of it among the others. */
export interface Form extends Required<Omit<FormPlan, 'steps' | 'folded'>> {
  deed: Deed
  also: Deed | null
  fields: FormField[]
  alsoFields: string[]
  steps: string[][]
  folded: string[]
}

const AFTER = 'after_'
const PLAIN: Required<Omit<FormPlan, 'steps' | 'folded'>> = {
  start: () => ({}), across: () => ({}), against: () => ({}), counted: {}, byUse: [], must: [], fill: (answers) => answers,
}
const plans: Record<string, FormPlan> = { ...caseForms, ...schoolForms, ...dutyForms }

/** The form for a deed on a kind of record; with `also` the one that does both at once. */
export function formFor(kind: Kind, deed: Deed, also: Deed | null = null): Form {
  const plan = plans[[kind.family, deed.action, also?.action].filter(Boolean).join('.')] ?? {}
  const own = fieldsOf(kind, deed)
  const further = also ? furtherOf(own, fieldsOf(kind, also)) : []
  const fields = [...own, ...further].map((field) => ({
    ...field,
    required: field.required || (plan.must ?? []).includes(field.name),
  }))
  const folded = [...(plan.folded ?? [])]
  const steps = plan.steps ? plan.steps.map((step) => [...step]) : [fields.map(({ name }) => name)]
  const alsoFields = further.map(({ name }) => name)
  return { ...PLAIN, ...plan, deed, also, fields, alsoFields, steps, folded }
}

/** The same form with something known beforehand. */
export function begunWith(form: Form, answers: Answers): Form {
  return { ...form, start: (known) => ({ ...form.start(known), ...answers }) }
}

/** The answers that a fresh form begins with. */
export function freshAnswers(form: Form, known: Known): Answers {
  const empty = Object.fromEntries(form.fields.map((field) => [field.name, emptyAnswer(field)]))
  return { ...empty, ...form.start(known) }
}

/** The fields that the person sees. */
export function shownFields(form: Form): string[] {
  return [...form.steps.flat(), ...form.folded]
}

/** Whether the fields of a document of this kind stand beside its envelope, or in a payload. */
export function isDocument(kind: Kind, { type }: Deed): boolean {
  return kind.rules.kind.event[0] !== type
}

/** What stands in both documents is asked for twice, under two names. */
function furtherOf(own: readonly FormField[], further: readonly FormField[]): FormField[] {
  const taken = own.map(({ name }) => name)
  return further.map((field) => (taken.includes(field.name) ? { ...field, name: `${AFTER}${field.name}` } : field))
}

/** The name of a field in the document that goes with the first. */
export function nameInAlso(name: string): string {
  return name.startsWith(AFTER) ? name.slice(AFTER.length) : name
}

function fieldsOf(kind: Kind, deed: Deed): FormField[] {
  const { family } = kind
  return (isDocument(kind, deed) ? documentFields(deed.type, family) : payloadFields(deed.type, deed.action, family)) ?? []
}
