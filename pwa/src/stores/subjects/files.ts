/** Puts together what this phone holds of one record, wherever it lay. Pure. */
import { idPrefix } from '@/contract/forms'
import { actionOf, localFold, type LocalDocument, type LocalRecord, type Result, type Status } from '@/contract/localFold'
import type { View } from '@/db/subjects'

import type { Kind } from './kinds'

type Row = Record<string, unknown> & { _id: string }

/** A document about the record, with what the server made of it; null while it has not spoken. */
export interface Told {
  document: LocalDocument
  action: string
  result: Result | null
}

export interface SubjectFile {
  id: string
  kind: Kind
  record: LocalRecord
  head: LocalDocument | null
  status: Status | null
  /** facts and events in the order of their times, the head first */
  told: Told[]
  /** papers of mine that are not signed yet */
  drafts: LocalDocument[]
}

/** What the ids of a kind's documents begin with, but for its head's. */
export function prefixesOf({ rules, head }: Kind): string[] {
  const types = Object.keys(rules.kind.kinds).filter((type) => type !== head)
  return [...new Set(types.map(idPrefix))]
}

/** Null when nothing of what is here begins the record. */
export function sortFile(kind: Kind, id: string, rows: readonly Row[]): SubjectFile | null {
  const status = newestStatus(rows)
  const all = [...new Map(rows.flatMap(documentsIn).map((one) => [one._id, one])).values()]
  const head = all.find((document) => document._id === id) ?? null
  const others = all.filter((document) => document._id !== id && document.type in kind.rules.kind.kinds)
  const drafts = others.filter((document) => isDraft(kind, document))
  const documents = others.filter((document) => !isDraft(kind, document))
  const record = localFold(kind.rules, { subject: id, head, status, documents }, kind.derive)
  return record && { id, kind, record, head, status, drafts, told: toldOf(kind, status, head, documents) }
}

/** Whether its author still writes it. */
export function isDraft(kind: Kind, document: LocalDocument): boolean {
  return kind.rules.kind.kinds[document.type] === 'draft' && !(document as unknown as Row)[kind.finalBy ?? '']
}

function toldOf(kind: Kind, status: Status | null, head: LocalDocument | null, documents: readonly LocalDocument[]): Told[] {
  const sorted = [...documents].sort((a, b) => Date.parse(a.at_dev) - Date.parse(b.at_dev))
  return [...(head ? [head] : []), ...sorted].map((document) => ({
    document,
    action: document === head ? 'head' : actionOf(kind.rules, document),
    result: status?.results[document._id] ?? null,
  }))
}

function newestStatus(rows: readonly Row[]): Status | null {
  const found = rows.flatMap((row) => {
    if (row.type === 'st') return [row as unknown as Status]
    return row.type === 'view' && row.state ? [(row as unknown as View).state] : []
  })
  return found.sort((a, b) => b.rseq - a.rseq)[0] ?? null
}

/** The documents that a row is, or that a copy of the server's shows. */
function documentsIn(row: Row): LocalDocument[] {
  if (row.type === 'st' || row.type === 'cf') return []
  if (row.type !== 'view') return [row as unknown as LocalDocument]
  if (row.document) return [row.document as LocalDocument]
  const { head, events = [] } = row as unknown as View
  return head ? [head, ...events] : []
}
