/** Reads the patrol's documents by ranges of their ids; no index is needed. */
import { encodeTime } from 'ulidx'

import { openDocuments, type Documents } from './open'

type Row = Record<string, unknown> & { _id: string }

/** Documents of a few days, by the kinds that belong to a shift. */
export interface PatrolDays {
  heads: Row[]
  statuses: Row[]
  events: Row[]
  checkins: Row[]
  finds: Row[]
}

const DAY_MS = 86_400_000
const ULID_TIME = 10

/** What a team's shifts between two dates (yyyy-mm-dd, inclusive) consist of, unplanned ones of these days included. */
export async function patrolDays(user: string, township: string, team: string, from: string, to: string): Promise<PatrolDays> {
  const documents = openDocuments(user, `patrol_${township}`)
  const planned = { first: `${team}:${from}`, last: `${team}:${to}\uffff` }
  const since = Date.parse(`${from}T00:00:00`) - DAY_MS
  const unplanned = { first: encodeTime(since, ULID_TIME), last: encodeTime(Date.now() + DAY_MS, ULID_TIME) }
  const [heads, statuses, events, checkins, finds] = await Promise.all(
    ['shift:', 'st:shift:', 'sev:', 'ck:', 'pf:'].map(async (prefix) => [
      ...(await range(documents, prefix + planned.first, prefix + planned.last)),
      ...(await range(documents, prefix + unplanned.first, prefix + unplanned.last)),
    ]),
  )
  return { heads: heads ?? [], statuses: statuses ?? [], events: events ?? [], checkins: checkins ?? [], finds: finds ?? [] }
}

/** All reference documents of the township. */
export async function referenceOf(user: string, township: string): Promise<Row[]> {
  return range(openDocuments(user, `ref_${township}`), '', '\uffff')
}

/** These documents, whichever of them are on the phone. */
export async function documentsById(user: string, database: string, ids: string[]): Promise<Row[]> {
  const found = await openDocuments(user, database).allDocs({ keys: ids, include_docs: true })
  return found.rows.flatMap((row) => ('doc' in row && row.doc ? [row.doc as Row] : []))
}

async function range(documents: Documents, startkey: string, endkey: string): Promise<Row[]> {
  const found = await documents.allDocs({ startkey, endkey, include_docs: true })
  return found.rows.flatMap((row) => (row.doc && !row.id.startsWith('_design/') ? [row.doc as Row] : []))
}
