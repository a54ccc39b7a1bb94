/** Records of every kind that are on this phone: what the server last said of them, with my own unsent work on top. */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import { contract, familyOf, mayWrite } from '@/contract/contract'
import { eventId, localFold, type Actor, type LocalDocument, type LocalRecord, type Values } from '@/contract/localFold'
import { mayFinish, offersFor, type Deed, type Offer } from '@/contract/offers'
import { onRing } from '@/db/bell'
import { newUlid } from '@/db/manifest'
import { documentsAbout, outlinesOf, type Outline } from '@/db/subjects'
import { keepPaper } from '@/db/papers'
import { write } from '@/db/write'
import { usePatrol } from '@/stores/patrol'
import { useRecords } from '@/stores/records'
import { useSession } from '@/stores/session'

import { prefixesOf, sortFile, type SubjectFile } from './files'
import { isHers, kindOf, type Kind } from './kinds'
import { lightOf, type Light } from './light'
import { recentOf } from './recent'
import { textIn } from './values'

export { newUlid, eventId }
export type { SubjectFile, Told } from './files'

export interface SubjectCard {
  id: string
  kind: Kind
  record: LocalRecord
  mine: boolean
  over: boolean
  light: Light | null
  due: string | null
  /** a document of mine about it came back with a word for me */
  needsYou: boolean
  /** something of mine about it has not reached the server */
  unsent: boolean
}

/** What a form writes: a head, an event or a paper. `signed`: a paper that is final. */
export interface NewRecord {
  id: string
  type: string
  subject: string
  div: string
  fields: Record<string, unknown>
}

export const useSubjects = defineStore('subjects', () => {
  const session = useSession()
  const records = useRecords()
  const patrol = usePatrol()
  const outlines = shallowRef(new Map<string, Outline[]>())
  const mine = shallowRef(new Map<string, LocalDocument[]>())
  const failed = ref(false)
  const now = ref(new Date())

  const readable = computed(() => (session.user?.databases ?? []).filter(({ name, read }) => read && !name.startsWith('ref_')).map(({ name }) => name))
  const actor = computed<Actor>(() => {
    const { user } = session
    const unit = user?.unit ?? ''
    return { id: user?.id ?? '', roles: user?.roles ?? [], divisions: divisionsOf(), unit, unit_kind: patrol.reference.units.get(unit)?.kind ?? '' }
  })

  /** Reads a family's records; the first time they are needed, and after each pull. */
  async function load(family: string): Promise<void> {
    const { user } = session
    if (!user) return
    try {
      const [found, recent] = await Promise.all([outlinesOf(user.id, readable.value, family), recentOf(user.id, family)])
      outlines.value = new Map(outlines.value).set(family, found)
      mine.value = new Map(mine.value).set(family, recent)
      now.value = new Date()
      failed.value = false
    } catch {
      failed.value = true
    }
  }

  /** Follows what is written and pulled, in any tab, for the families that were read. Returns the way to stop. */
  function follow(): () => void {
    return onChange(() => [...outlines.value.keys()].forEach((family) => void load(family)))
  }

  /** Calls back when something on this phone may have changed. Returns the way to stop. */
  function onChange(listener: () => void): () => void {
    return onRing((what) => {
      if (what !== 'photos') listener()
    })
  }

  /** The records of a family, those that wait for me first; null until they were read. */
  function cardsOf(family: string): SubjectCard[] | null {
    const [kind, found] = [kindOf(family), outlines.value.get(family)]
    if (!kind || !found) return null
    const documents = mine.value.get(family) ?? []
    const ids = [...new Set([...found.map(({ subject }) => subject), ...documents.map((document) => subjectOf(document))])]
    return ids.flatMap((id) => cardOf(kind, id, found, documents) ?? []).sort(byUrgency)
  }

  function cardOf(kind: Kind, id: string, found: readonly Outline[], documents: readonly LocalDocument[]): SubjectCard | null {
    const { head, status } = newest(found.filter(({ subject }) => subject === id))
    const own = documents.filter((document) => subjectOf(document) === id)
    const written = own.find((document) => document._id === id) ?? null
    const events = own.filter((document) => document._id !== id)
    const record = localFold(kind.rules, { subject: id, head: head ?? written, status, documents: events }, kind.derive)
    return record && carded(kind, id, record)
  }

  function carded(kind: Kind, id: string, record: LocalRecord): SubjectCard {
    const over = kind.over.includes(record.state)
    const due = over ? null : (['due_at', 'step_due_at', 'ends_at'].map((name) => textIn(record.values[name])).find(Boolean) ?? null)
    const since = kind.since.map((name) => textIn(record.values[name])).find(Boolean) ?? null
    const light = lightOf(due, since, now.value, contract.parameters as Values)
    const open = records.open.filter(({ subject }) => subject === id)
    return {
      id, kind, record, over, due, light,
      mine: isHers(kind, record, actor.value.id),
      needsYou: open.some(({ state }) => state === 'needs_you'),
      unsent: open.some(({ state }) => state !== 'needs_you'),
    }
  }

  /** All about one record; null when it is not on this phone. */
  async function file(id: string): Promise<SubjectFile | null> {
    const { user } = session
    const kind = kindOf(familyOf(id))
    if (!user || !kind) return null
    const rows = await documentsAbout(user.id, readable.value, id, prefixesOf(kind))
    return sortFile(kind, id, rows)
  }

  function cardFor(file: SubjectFile): SubjectCard {
    return carded(file.kind, file.id, file.record)
  }

  /** What I may do to it now, and what not yet. What my roles may not write anywhere is left out. */
  function offers({ kind, record }: SubjectFile): Offer[] {
    const first = kind.first[record.state] ?? []
    const order = [...kind.deeds].sort((a, b) => Number(first.includes(b.action)) - Number(first.includes(a.action)))
    const writable = order.filter(({ type }) => databaseFor(type, divOf(record)) !== null)
    return offersFor(kind.rules, record, actor.value, writable, kind.derive)
  }

  /** Why it cannot be done with these values; null when it can. */
  function refusal({ kind, record }: SubjectFile, deed: Deed, filled: Values): string | null {
    return mayFinish(kind.rules, record, actor.value, deed, filled, kind.derive)
  }

  /** Where a document of this type about a place is written: at its home when my roles may, else in my own database. */
  function databaseFor(type: string, div: string): string | null {
    const { user } = session
    const open = (user?.databases ?? []).filter(({ name, write: may }) => may && mayWrite(prefixOf(name), type, user?.roles ?? []))
    const here = (name: string) => div.startsWith(name.slice(prefixOf(name).length))
    return (open.find(({ name }) => !name.startsWith('own_') && here(name)) ?? open.find(({ name }) => name.startsWith('own_')))?.name ?? null
  }

  /** Saves for good. Saving the same id again changes nothing. */
  async function save(made: NewRecord): Promise<void> {
    const { author, draft } = addressed(made)
    await write(author, draft)
  }

  /** Keeps a paper that is not signed yet. */
  async function keep(made: NewRecord, finalBy: string): Promise<void> {
    const { author, draft } = addressed(made)
    await keepPaper(author, draft, finalBy)
  }

  function addressed({ id, type, subject, div, fields }: NewRecord) {
    const database = databaseFor(type, div)
    if (!session.user || !database) throw new Error('nobody is there who could write this')
    return { author: { user: session.user.id, div }, draft: { database, _id: id, type, subject, fields } }
  }

  function divisionsOf(): string[] {
    const places = (session.user?.databases ?? []).filter(({ name }) => name.startsWith('work_')).map(({ name }) => name.slice('work_'.length))
    return [...new Set([...(session.user ? [session.user.div] : []), ...places])]
  }

  return { actor, failed, now, load, follow, onChange, cardsOf, cardFor, file, offers, refusal, databaseFor, save, keep }
})

/** What an event on a record carries beside its action: what was shown when it was decided. */
export function shownOf(file: SubjectFile): Record<string, unknown> {
  const { record, kind } = file
  return { seen: record.seen, seen_ids: record.seen_ids, ...kind.carries(record) }
}

export function divOf(record: LocalRecord): string {
  return textIn(record.values.div) ?? ''
}

function subjectOf(document: LocalDocument): string {
  return (document as unknown as { subject?: string }).subject ?? document._id
}

function newest(found: readonly Outline[]): { head: LocalDocument | null; status: Outline['status'] } {
  const told = [...found].sort((a, b) => (b.status?.rseq ?? -1) - (a.status?.rseq ?? -1))
  return { head: told.find(({ head }) => head)?.head ?? null, status: told[0]?.status ?? null }
}

function prefixOf(database: string): string {
  return database.slice(0, database.indexOf('_') + 1)
}

const URGENCY: Record<string, number> = { red: 0, yellow: 1, green: 2 }

/** What needs me, then open by light and due time, then what is over; the newest first among equals. */
function byUrgency(a: SubjectCard, b: SubjectCard): number {
  if (a.needsYou !== b.needsYou) return a.needsYou ? -1 : 1
  if (a.over !== b.over) return a.over ? 1 : -1
  const [one, other] = [URGENCY[a.light ?? ''] ?? 3, URGENCY[b.light ?? ''] ?? 3]
  if (one !== other) return one - other
  if (a.due && b.due && a.due !== b.due) return a.due.localeCompare(b.due)
  return b.id.localeCompare(a.id)
}
