/** One-shot replications of one database, and the snapshot that a phone begins with. */
import type { Documents } from '@/db/open'
import { keepMark, newMark, snapshotMark, type SnapshotMark } from '@/db/snapshot'

import type { Remote } from './remote'

export interface Pushed {
  /** ids that the endpoint refused; replication passes them over and never brings them again */
  denied: { id: string; reason: string }[]
}

const BATCH = 250
const PAGE = 500

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
  const mark = await snapshotMark(local)
  if (!mark?.complete) return takeSnapshot(local, remote, mark)
  if (mark.carried) return catchUp(local, remote, mark)
  const result = await local.replicate.from(remote, { batch_size: BATCH, batches_limit: 2 })
  return result.docs_written
}

/** Pages of live documents, then the changes since the sequence read before them: nothing falls in between.
 * A snapshot that was cut short goes on from the sequence of its first attempt: what was withdrawn or changed since an
 * attempt copied it comes with the changes. */
async function takeSnapshot(local: Documents, remote: Remote, begun: SnapshotMark | null): Promise<number> {
  const mark = begun ?? newMark((await remote.info()).update_seq)
  if (begun === null) await keepMark(local, mark)
  const written = await copyLive(local, remote)
  return written + (await catchUp(local, remote, mark))
}

/** The changes since the mark; from then on PouchDB's own checkpoint counts. */
async function catchUp(local: Documents, remote: Remote, mark: SnapshotMark): Promise<number> {
  const result = await local.replicate.from(remote, { batch_size: BATCH, batches_limit: 2, since: mark.since })
  await keepMark(local, { ...mark, complete: true, carried: false })
  return result.docs_written
}

async function copyLive(local: Documents, remote: Remote): Promise<number> {
  let written = 0
  let startkey: string | undefined
  for (;;) {
    const page = await remote.allDocs({ include_docs: true, limit: PAGE, ...(startkey !== undefined && { startkey, skip: 1 }) })
    const documents = page.rows.flatMap((row) => ('doc' in row && row.doc ? [row.doc] : []))
    const missing = await notHere(local, documents)
    await local.bulkDocs(missing, { new_edits: false })
    written += missing.length
    if (page.rows.length < PAGE) return written
    startkey = page.rows.at(-1)?.id
  }
}

/** Those of which nothing is here. A page may be older than what came by another way: beside the newer revision its own
 * would stay as a conflict. */
async function notHere<T extends { _id: string }>(local: Documents, documents: T[]): Promise<T[]> {
  const { rows } = await local.allDocs({ keys: documents.map(({ _id }) => _id) })
  return documents.filter((_, index) => 'error' in (rows[index] ?? {}))
}
