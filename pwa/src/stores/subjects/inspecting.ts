/** An inspection of a school while it is filled in, and the saving of it. */
import { dayOf } from './caseForms'
import { questionsOf, type Version } from './checklists'
import { eventId, shownOf, useSubjects } from './index'

import { examine, flat, sheetOf, type Answer, type Question, type Sheet } from '@/contract/checklist'
import { isDay } from '@/contract/forms'
import { newUlid } from '@/db/manifest'
import { isoLocal } from '@/db/write'
import { savePhoto, type DraftPhoto } from '@/stores/photos'

export const ANSWERS = ['ok', 'no', 'na'] as const
export type ItemAnswer = (typeof ANSWERS)[number]

/** What is answered to one item. */
export interface ItemFilled {
  ans: ItemAnswer | null
  note: string
  photos: DraftPhoto[]
  /** photos of how it is after it was put right at once */
  after: DraftPhoto[]
  /** of the event that says so: prepared, so that saving twice has one effect */
  ulid: string
}

/** What is answered to any other question: one of these, by its kind. */
export interface MoreFilled {
  text: string
  chosen: string[]
  photos: DraftPhoto[]
}

export interface InspectionFilled {
  id: string
  /** the version of the checklist that it was begun with: a later one changes nothing about it */
  list: Version
  on: string
  items: Record<string, ItemFilled>
  more: Record<string, MoreFilled>
  text: string
  photos: DraftPhoto[]
}

export interface Place {
  school: string
  month: string
  /** the school's division */
  div: string
}

export function freshInspection(id: string, month: string, now: Date, list: Version = null): InspectionFilled {
  const today = dayOf(now)
  const all = flat(questionsOf(list) ?? [])
  const items = Object.fromEntries(all.filter(({ kind }) => kind === 'item').map(({ name }) => [name, freshItem()]))
  const more = Object.fromEntries(all.filter(({ kind }) => kind !== 'item').map(({ name }) => [name, freshMore()]))
  return { id, list, on: today.startsWith(month) ? today : '', items, more, text: '', photos: [] }
}

/** A draft that was left before checklists had versions is of the shipped one. */
export function mended(filled: InspectionFilled): InspectionFilled {
  const known = new Set(flat(questionsOf(filled.list) ?? []).map(({ name }) => name))
  return Object.keys(filled.items).every((code) => known.has(code)) || questionsOf(filled.list) === null ? filled : { ...filled, list: null, more: {} }
}

/** The id of my next visit to the school in the month; `known`: the ids of all inspections on this phone. */
export function nextVisit({ school, month }: Pick<Place, 'school' | 'month'>, me: string, known: readonly string[]): string {
  const first = `insp:${school}:${month}:${me}`
  const visits = known.filter((id) => id === first || id.startsWith(`${first}:`)).map((id) => Number(id.slice(first.length + 1)) || 1)
  const next = Math.max(0, ...visits) + 1
  return next === 1 ? first : `${first}:${next}`
}

/** The checklist with what was answered so far: which questions are asked, and what texts say. */
export function sheetFor(filled: InspectionFilled, now: Date): Sheet {
  const questions = questionsOf(filled.list) ?? []
  return sheetOf(questions, answersOf(filled, questions), dayOf(now))
}

/** What is wrong: name of a question, or `on` -> code of a problem. */
export function inspectionProblems(filled: InspectionFilled, month: string, now: Date): Record<string, string> {
  const { on, items } = filled
  const wrong: Record<string, string> = {}
  if (!isDay(on)) wrong.on = 'day'
  else if (on > dayOf(now)) wrong.on = 'in_future'
  else if (!on.startsWith(month)) wrong.on = 'other_month'
  const questions = questionsOf(filled.list) ?? []
  const { asked, problems } = examine(questions, answersOf(filled, questions), dayOf(now))
  for (const name of asked) {
    const { ans, note, photos } = items[name] ?? freshItem()
    if (problems[name]) wrong[name] = problems[name] === 'missing' && name in items ? 'unanswered' : problems[name]
    else if (ans === 'no' && photos.length === 0 && !note.trim()) wrong[name] = 'photo_or_note'
  }
  return wrong
}

/** How many of the items that are asked were answered. */
export function progressOf(filled: InspectionFilled, sheet: Sheet): { done: number; all: number } {
  const asked = Object.keys(filled.items).filter((code) => sheet.isAsked(code))
  return { done: asked.filter((code) => filled.items[code]?.ans).length, all: asked.length }
}

/** Submits it, photos first; then what was put right at once. Doing it twice has one effect. */
export async function submitInspection(filled: InspectionFilled, place: Place): Promise<void> {
  const subjects = useSubjects()
  const database = subjects.databaseFor('inspection', place.div) ?? ''
  const sheet = sheetFor(filled, new Date())
  const items = Object.entries(filled.items).filter(([code, { ans }]) => ans === 'no' && sheet.isAsked(code))
  const pictures = Object.entries(filled.more).filter(([name]) => sheet.isAsked(name)).flatMap(([, { photos }]) => photos)
  for (const photo of [...filled.photos, ...items.flatMap(([, { photos }]) => photos), ...pictures]) await savePhoto(photo, { record: filled.id, database, div: place.div })
  await subjects.save({ id: filled.id, type: 'inspection', subject: filled.id, div: place.div, fields: fieldsOf(filled, place, sheet) })
  for (const [code, item] of items) if (item.after.length > 0) await saveFixed(code, item, place)
}

/** What is not asked is left out, whatever was answered before; the shipped version is not named. */
function fieldsOf(filled: InspectionFilled, { school, month }: Place, sheet: Sheet): Record<string, unknown> {
  const { on, list, items, text, photos } = filled
  const answers = Object.fromEntries(Object.entries(items).flatMap(([code, item]) => (item.ans && sheet.isAsked(code) ? [[code, answerOf(item)]] : [])))
  const given = answersOf(filled, questionsOf(list) ?? [])
  const more = Object.fromEntries(Object.keys(filled.more).filter((name) => sheet.isAsked(name) && sheet.value(name) !== '' && name in given).map((name) => [name, given[name]]))
  const version = list === null ? {} : { list, more }
  return { school, month, on, ...version, answers, attach: photos.map(({ id }) => id), text: text.trim() || null, submitted_at: isoLocal(new Date()) }
}

/** Notes and photos belong to what is not in order; those of an answer that was changed are left out. */
function answerOf({ ans, note, photos }: ItemFilled): Record<string, unknown> {
  return ans === 'no' ? { ans, note: note.trim() || null, att: photos.map(({ id }) => id) } : { ans }
}

/** The answers as documents carry them; what is typed into a number's field and is none stays as it was typed. */
function answersOf({ items, more }: InspectionFilled, questions: readonly Question[]): Record<string, Answer> {
  const given = flat(questions).map((question): [string, Answer] => {
    const { name } = question
    return [name, question.kind === 'item' ? items[name]?.ans : moreAnswer(question, more[name] ?? freshMore())]
  })
  return Object.fromEntries(given.filter(([, answer]) => answer !== null && answer !== undefined && answer !== ''))
}

function moreAnswer({ kind }: Question, { text, chosen, photos }: MoreFilled): Answer {
  if (kind === 'photo') return photos.length ? photos.map(({ id }) => id) : null
  if (kind === 'many') return chosen.length ? chosen : null
  if (kind === 'one') return chosen[0] ?? null
  const typed = text.trim()
  return (kind === 'integer' || kind === 'decimal') && typed !== '' && Number.isFinite(Number(typed)) ? Number(typed) : typed || null
}

/** The hazard comes to be by the inspection; that it was put right waits for that at the server. */
async function saveFixed(code: string, { after, ulid }: ItemFilled, { school, month, div }: Place): Promise<void> {
  const subjects = useSubjects()
  const subject = `hz:${school}:${month}:${code}`
  const id = eventId(subject, ulid)
  const file = await subjects.file(subject)
  const shown = file ? shownOf(file) : { seen: 0, seen_ids: [] }
  const database = subjects.databaseFor('hazard_ev', div) ?? ''
  for (const photo of after) await savePhoto(photo, { record: id, database, div })
  const payload = { text: null, attach: after.map((photo) => photo.id) }
  await subjects.save({ id, type: 'hazard_ev', subject, div, fields: { subject, action: 'fixed_on_spot', ...shown, payload, note: null } })
}

function freshItem(): ItemFilled {
  return { ans: null, note: '', photos: [], after: [], ulid: newUlid() }
}

function freshMore(): MoreFilled {
  return { text: '', chosen: [], photos: [] }
}
