/** An inspection of a school while it is filled in, and the saving of it. */
import { dayOf } from './caseForms'
import { eventId, shownOf, useSubjects } from './index'

import { isDay } from '@/contract/forms'
import { contract } from '@/contract/contract'
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

export interface InspectionFilled {
  id: string
  on: string
  items: Record<string, ItemFilled>
  text: string
  photos: DraftPhoto[]
}

export interface Place {
  school: string
  month: string
  /** the school's division */
  div: string
}

/** The checklist by its groups, each in the list's order. */
export function checklistGroups(): [string, string[]][] {
  const groups = new Map<string, string[]>()
  for (const [code, { group }] of Object.entries(contract.checklist)) groups.set(group, [...(groups.get(group) ?? []), code])
  return [...groups]
}

export function freshInspection(id: string, month: string, now: Date): InspectionFilled {
  const items = Object.fromEntries(Object.keys(contract.checklist).map((code) => [code, freshItem()]))
  const today = dayOf(now)
  return { id, on: today.startsWith(month) ? today : '', items, text: '', photos: [] }
}

/** The id of my next visit to the school in the month; `known`: the ids of all inspections on this phone. */
export function nextVisit({ school, month }: Pick<Place, 'school' | 'month'>, me: string, known: readonly string[]): string {
  const first = `insp:${school}:${month}:${me}`
  const visits = known.filter((id) => id === first || id.startsWith(`${first}:`)).map((id) => Number(id.slice(first.length + 1)) || 1)
  const next = Math.max(0, ...visits) + 1
  return next === 1 ? first : `${first}:${next}`
}

/** What is wrong: code of an item, or `on` -> code of a problem. */
export function inspectionProblems({ on, items }: InspectionFilled, month: string, now: Date): Record<string, string> {
  const wrong: Record<string, string> = {}
  if (!isDay(on)) wrong.on = 'day'
  else if (on > dayOf(now)) wrong.on = 'in_future'
  else if (!on.startsWith(month)) wrong.on = 'other_month'
  for (const [code, { ans, note, photos }] of Object.entries(items)) {
    if (ans === null) wrong[code] = 'unanswered'
    else if (ans === 'no' && photos.length === 0 && !note.trim()) wrong[code] = 'photo_or_note'
  }
  return wrong
}

/** Submits it, photos first; then what was put right at once. Doing it twice has one effect. */
export async function submitInspection(filled: InspectionFilled, place: Place): Promise<void> {
  const subjects = useSubjects()
  const database = subjects.databaseFor('inspection', place.div) ?? ''
  const taken = [...filled.photos, ...Object.values(filled.items).flatMap((item) => (item.ans === 'no' ? item.photos : []))]
  for (const photo of taken) await savePhoto(photo, { record: filled.id, database, div: place.div })
  await subjects.save({ id: filled.id, type: 'inspection', subject: filled.id, div: place.div, fields: fieldsOf(filled, place) })
  for (const [code, item] of Object.entries(filled.items)) if (item.ans === 'no' && item.after.length > 0) await saveFixed(code, item, place)
}

function fieldsOf({ on, items, text, photos }: InspectionFilled, { school, month }: Place): Record<string, unknown> {
  const answers = Object.fromEntries(Object.entries(items).flatMap(([code, item]) => (item.ans ? [[code, answerOf(item)]] : [])))
  return { school, month, on, answers, attach: photos.map(({ id }) => id), text: text.trim() || null, submitted_at: isoLocal(new Date()) }
}

/** Notes and photos belong to what is not in order; those of an answer that was changed are left out. */
function answerOf({ ans, note, photos }: ItemFilled): Record<string, unknown> {
  return ans === 'no' ? { ans, note: note.trim() || null, att: photos.map(({ id }) => id) } : { ans }
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
