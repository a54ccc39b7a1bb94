/** Brings what a phone kept before there were keys under them. May be cut short anywhere: each piece is sealed in place or
 * copied whole before its plain form goes, and the next unlocking goes on. */
import { draftsOf, sealedDraft } from './drafts'
import { openedEntry, sealedEntry } from './entries'
import { isPlain, noteMoved, readLock } from './lock'
import { entriesAsStored, replaceEntry } from './manifest'
import { openBare, openDevice, openDocuments } from './open'
import { allPhotosOf, sealedPhoto } from './photos'
import { carrySnapshot } from './snapshot'

/** How much of it is done; told after each piece. */
export interface Progress {
  done: number
  of: number
}

/** Returns when nothing of this person is plain any more. `databases`: of which there may be a copy. */
export async function secure(user: string, databases: readonly string[], tell: (progress: Progress) => void = () => undefined): Promise<void> {
  await navigator.locks.request(`xunge-secure:${user}`, async () => {
    const work = await plainOf(user, databases)
    for (const [done, piece] of work.entries()) {
      tell({ done, of: work.length })
      await piece()
    }
    if (!(await readLock(user))?.moved) await noteMoved(user)
  })
}

/** What is still to be done, piece by piece. */
async function plainOf(user: string, databases: readonly string[]): Promise<(() => Promise<unknown>)[]> {
  const stored = await entriesAsStored(user)
  const drafts = (await draftsOf(user)).filter(isPlain)
  const photos = (await allPhotosOf(user)).filter(({ sealed }) => !sealed)
  const moved = (await readLock(user))?.moved
  const names = moved ? [] : [...new Set([...databases, ...stored.map((entry) => entry.database)])]
  return [
    ...stored.filter(isPlain).map((entry) => async () => replaceEntry(entry, await sealedEntry(await openedEntry(entry)))),
    ...drafts.map((draft) => async () => (await openDevice()).put('drafts', await sealedDraft(draft))),
    ...photos.map((photo) => async () => sealInPlace(photo.id, await sealedPhoto(photo))),
    ...names.map((name) => () => moveDocuments(user, name)),
  ]
}

/** What became of the photo meanwhile (its upload went on) stays. */
async function sealInPlace(id: string, { full, thumb }: Awaited<ReturnType<typeof sealedPhoto>>): Promise<void> {
  const tx = (await openDevice()).transaction('photos', 'readwrite', { durability: 'strict' })
  const now = await tx.store.get(id)
  if (now && !now.sealed) {
    const bytes = { full: now.full.bytes && full.bytes, thumb: now.thumb.bytes && thumb.bytes }
    await tx.store.put({ ...now, full: { ...now.full, bytes: bytes.full }, thumb: { ...now.thumb, bytes: bytes.thumb }, sealed: true })
  }
  await tx.done
}

/** Replication keeps revisions, conflicts and withdrawals, and goes on where it was cut short. */
async function moveDocuments(user: string, database: string): Promise<void> {
  const bare = openBare(user, database)
  const { update_seq: changes } = await bare.info()
  if (changes !== 0) {
    const sealed = openDocuments(user, database)
    await bare.replicate.to(sealed, { batch_size: 250 })
    await carrySnapshot(bare, sealed)
  }
  await bare.destroy()
}
