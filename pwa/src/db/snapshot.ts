/** How far the first copy of a server database came, kept beside the copy. */
import type { Documents } from './open'

const SNAPSHOT = '_local/xunge-snapshot'

export interface SnapshotMark {
  _id: string
  _rev?: string
  /** the server's sequence before the first attempt */
  since: number | string
  complete: boolean
  /** copied from another database of this phone: the changes since `since` are to be looked through once more */
  carried?: boolean
}

export function newMark(since: number | string): SnapshotMark {
  return { _id: SNAPSHOT, since, complete: false }
}

export async function snapshotMark(local: Documents): Promise<SnapshotMark | null> {
  try {
    return (await local.get(SNAPSHOT)) as unknown as SnapshotMark
  } catch (failure) {
    if ((failure as { status?: number }).status === 404) return null
    throw failure
  }
}

/** Notes the mark in the place of the one before. */
export async function keepMark(local: Documents, mark: SnapshotMark): Promise<void> {
  const next: SnapshotMark = { ...mark }
  delete next._rev
  const now = await snapshotMark(local)
  if (now?._rev) next._rev = now._rev
  await local.put(next as unknown as PouchDB.Core.PutDocument<Record<string, unknown>>)
}

/** PouchDB's own checkpoints belong to the database that they were made in; the mark can be taken along. */
export async function carrySnapshot(from: Documents, to: Documents): Promise<void> {
  const mark = await snapshotMark(from)
  if (mark) await keepMark(to, { ...mark, carried: mark.complete })
}
