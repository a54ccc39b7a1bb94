/** From the values of a form to documents: a new record, an event on one, a paper, or two of them at once. */
import { idPrefix, type Answer, type FormField } from '@/contract/forms'
import { eventId, type Values } from '@/contract/localFold'
import type { Deed } from '@/contract/offers'
import { isoLocal } from '@/db/write'
import { savePhoto, type DraftPhoto } from '@/stores/photos'

import { isDocument, nameInAlso, type Answers, type Form } from './forms'
import { divOf, shownOf, useSubjects, type NewRecord, type SubjectFile } from './index'
import type { Kind } from './kinds'
import { noteInScreening } from './screeningFinds'

export { Invalid } from '@/db/write'

/** Where the document of a form belongs. */
export interface Target {
  kind: Kind
  /** null for a new record */
  file: SubjectFile | null
  div: string
  /** the part of the ids that the form prepared: saving twice has one effect */
  ulid: string
  also: string
  /** what the new record's id stands under: a party's under its case's */
  under?: string
}

/** The id of the document that a form writes. */
export function idFor({ kind, file, ulid, under }: Pick<Target, 'kind' | 'file' | 'ulid' | 'under'>, deed: Deed): string {
  if (!file) return [kind.family, under, ulid].filter(Boolean).join(':')
  return isDocument(kind, deed) ? `${idPrefix(deed.type)}:${deed.type === 'ack' ? file.id : keyOf(file.id)}:${ulid}` : eventId(file.id, ulid)
}

/** Saves what was filled in, photos first. `signed`: a paper becomes final. Throws Invalid, and nothing was written. */
export async function saveForm(form: Form, target: Target, values: Values, answers: Answers, signed: boolean): Promise<string> {
  const subjects = useSubjects()
  const made = documentOf(form, target, values, signed)
  const further = form.also ? furtherOf(form, target, values, made) : null
  await savePhotos(form.fields.filter((field) => !form.alsoFields.includes(field.name)), answers, made)
  if (further) await savePhotos(form.fields.filter((field) => form.alsoFields.includes(field.name)), answers, further)
  await subjects.save(made)
  if (further) await subjects.save(further)
  await noteInScreening(made)
  return made.id
}

/** Keeps a paper as it is, unsigned. */
export async function keepForm(form: Form, target: Target, values: Values, answers: Answers): Promise<string> {
  const made = documentOf(form, target, values, false)
  await savePhotos(form.fields, answers, made)
  await useSubjects().keep(made, target.kind.finalBy ?? '')
  return made.id
}

function documentOf(form: Form, target: Target, values: Values, signed: boolean): NewRecord {
  const { kind, file, div } = target
  const id = idFor(target, form.deed)
  const own = form.also ? without(values, form.alsoFields) : values
  const base = { id, type: form.deed.type, div: file ? divOf(file.record) : div }
  if (!file) return { ...base, subject: id, fields: own }
  if (!isDocument(kind, form.deed)) return { ...base, subject: file.id, fields: eventFields(file, form.deed.action, own) }
  const { seen, seen_ids } = file.record
  const paper = kind.rules.kind.kinds[form.deed.type] === 'draft' && kind.finalBy ? { [kind.finalBy]: signed ? isoLocal(new Date()) : null } : {}
  return { ...base, subject: file.id, fields: { subject: file.id, seen, seen_ids, ...own, ...paper } }
}

/** The event that goes with a new record. */
function furtherOf(form: Form, { kind, also }: Target, values: Values, head: NewRecord): NewRecord {
  const { action = '', type = '' } = form.also ?? {}
  const own = Object.entries(values).filter(([name]) => form.alsoFields.includes(name))
  const payload = Object.fromEntries(own.map(([name, value]) => [nameInAlso(name), value]))
  const fields = { subject: head.id, action, seen: 0, seen_ids: [], payload, note: null }
  return { id: eventId(head.id, also), type: type || kind.rules.kind.event[0], subject: head.id, div: head.div, fields }
}

function eventFields(file: SubjectFile, action: string, payload: Values): Record<string, unknown> {
  return { subject: file.id, action, ...shownOf(file), payload, note: null }
}

async function savePhotos(fields: readonly FormField[], answers: Answers, { id, type, div }: NewRecord): Promise<void> {
  const database = useSubjects().databaseFor(type, div) ?? ''
  const pictured = fields.filter(({ kind }) => kind === 'photo' || kind === 'photos')
  const photos = pictured.flatMap(({ name }) => takenIn(answers[name]))
  for (const photo of photos) await savePhoto(photo, { record: id, database, div })
}

/** The photos of an answer whose bytes are here; others were saved before. */
export function takenIn(answer: Answer | undefined): DraftPhoto[] {
  return Array.isArray(answer) ? (answer as DraftPhoto[]).filter((photo) => 'full' in photo) : []
}

function without(values: Values, names: readonly string[]): Values {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)))
}

function keyOf(subject: string): string {
  return subject.slice(subject.indexOf(':') + 1)
}
