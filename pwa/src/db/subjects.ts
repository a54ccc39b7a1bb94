/** Reads records of any kind by ranges of their ids, wherever they lie among a person's databases. */
import type { LocalDocument, Status } from '@/contract/localFold'

import { openDocuments, type Documents } from './open'

type Row = Record<string, unknown> & { _id: string }

/** The copy that the server shows to those who handle a record without replicating its home. */
export interface View {
  head: LocalDocument
  state: Status
  events: (LocalDocument & { result: string; reason: string | null })[]
}

/** What one database knows of a record as a whole. */
export interface Outline {
  database: string
  subject: string
  head: LocalDocument | null
  status: Status | null
}

/** Ids of these documents have the whole id of their subject in them. */
const WHOLE = ['ev', 'ack']
const LAST = '\uffff'

/** The records of a family in these databases, without their events. The same record may lie in several. */
export async function outlinesOf(user: string, databases: readonly string[], family: string): Promise<Outline[]> {
  const found = await Promise.all(databases.map((database) => outlinesIn(openDocuments(user, database), database, family)))
  return found.flat()
}

/** All documents about a record: its head, state and copies, and those whose ids begin with one of the prefixes. */
export async function documentsAbout(user: string, databases: readonly string[], subject: string, prefixes: readonly string[]): Promise<Row[]> {
  const key = subject.slice(subject.indexOf(':') + 1)
  const begin = prefixes.map((prefix) => (WHOLE.includes(prefix) ? `${prefix}:${subject}:` : `${prefix}:${key}:`))
  const single = [subject, `st:${subject}`, `view:${subject}`]
  const found = await Promise.all(
    databases.map(async (database) => {
      const documents = openDocuments(user, database)
      const ranges = [...begin, ...begin.map((one) => `view:${one}`)].map((one) => range(documents, one, one + LAST))
      return [...(await byId(documents, single)), ...(await Promise.all(ranges)).flat()]
    }),
  )
  return found.flat()
}

async function outlinesIn(documents: Documents, database: string, family: string): Promise<Outline[]> {
  const [heads, statuses, views] = await Promise.all([
    idsIn(documents, `${family}:`),
    range(documents, `st:${family}:`, `st:${family}:${LAST}`),
    range(documents, `view:${family}:`, `view:${family}:${LAST}`),
  ])
  const told = [...statuses.map(ofStatus), ...views.map(ofView)]
  const known = new Set(told.map(({ subject }) => subject))
  const bare = await byId(documents, heads.filter((id) => !known.has(id))) // the server has not spoken of these yet
  return [...told, ...bare.map((head) => ({ subject: head._id, head: head as unknown as LocalDocument, status: null }))].map((one) => ({ database, ...one }))
}

function ofStatus(row: Row): Omit<Outline, 'database'> {
  const status = row as unknown as Status
  return { subject: status.subject, head: null, status }
}

function ofView(row: Row): Omit<Outline, 'database'> {
  const { head, state } = row as unknown as View
  return { subject: state.subject, head, status: state }
}

async function idsIn(documents: Documents, prefix: string): Promise<string[]> {
  const { rows } = await documents.allDocs({ startkey: prefix, endkey: prefix + LAST })
  return rows.map((row) => row.id)
}

async function byId(documents: Documents, keys: string[]): Promise<Row[]> {
  if (keys.length === 0) return []
  const { rows } = await documents.allDocs({ keys, include_docs: true })
  return rows.flatMap((row) => ('doc' in row && row.doc ? [row.doc as Row] : []))
}

async function range(documents: Documents, startkey: string, endkey: string): Promise<Row[]> {
  const { rows } = await documents.allDocs({ startkey, endkey, include_docs: true })
  return rows.flatMap((row) => (row.doc ? [row.doc as Row] : []))
}
