/** One-shot replications of one database, and the snapshot that a phone begins with. */
import type { Documents } from '@/db/open'

import type { Remote } from './remote'

export interface Pushed {
  /** ids that the endpoint refused; replication passes them over and never brings them again */
  denied: { id: string; reason: string }[]
}

const BATCH = 250
const PAGE = 500
const SNAPSHOT = '_local/xunge-snapshot'

interface SnapshotMark {
  since: number | string
}

/** Sends what the server lacks. Throws when the server could not be reached or refuses the whole database. */
export async function push(local: Documents, remote: Remote): Promise<Pushed> {
  const denied: Pushed['denied'] = []
  const run = local.replicate.to(remote, { batch_size: BATCH, batches_limit: 2 })
  run.on('denied', (refusal) => {
    const row = refusal as unknown as { id: string; reason?: string; message?: string }
    denied.push({ id: row.id, reason: row.reason ?? row.message ?? 'forbidden' })
  })
  await run
  return { denied }
}

/** Fetches what is new; returns how many documents came. The first time it takes the live documents only, not a walk
 * through all that ever was. */
export async function pull(local: Documents, remote: Remote): Promise<number> {
  if ((await snapshotMark(local)) === null) return takeSnapshot(local, remote)
  const result = await local.replicate.from(remote, { batch_size: BATCH, batches_limit: 2 })
  return result.docs_written
}

/** Pages of live documents, then the changes since the sequence read before them: nothing falls in between.
 * A snapshot that is cut short begins anew; documents that are there already cost nothing. */
async function takeSnapshot(local: Documents, remote: Remote): Promise<number> {
  const since = (await remote.info()).update_seq
  const written = await copyLive(local, remote)
  const result = await local.replicate.from(remote, { batch_size: BATCH, since })
  await local.put({ _id: SNAPSHOT, since } as unknown as PouchDB.Core.PutDocument<Record<string, unknown>>)
  return written + result.docs_written
}

async function copyLive(local: Documents, remote: Remote): Promise<number> {
  let written = 0
  let startkey: string | undefined
  for (;;) {
    const page = await remote.allDocs({ include_docs: true, limit: PAGE, ...(startkey !== undefined && { startkey, skip: 1 }) })
    const documents = page.rows.flatMap((row) => ('doc' in row && row.doc ? [row.doc] : []))
    await local.bulkDocs(documents, { new_edits: false })
    written += documents.length
    if (page.rows.length < PAGE) return written
    startkey = page.rows.at(-1)?.id
  }
}

async function snapshotMark(local: Documents): Promise<SnapshotMark | null> {
  try {
    return (await local.get(SNAPSHOT)) as unknown as SnapshotMark
  } catch (failure) {
    if ((failure as { status?: number }).status === 404) return null
    throw failure
  }
}
