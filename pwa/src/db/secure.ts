/** Brings what a phone kept before there were keys under them. May be cut short anywhere: each piece is sealed in place or
 * copied whole before its plain form goes, and the next unlocking goes on. */
import { draftsOf, sealedDraft } from './drafts'
import { openedEntry, sealedEntry } from './entries'
import { isPlain, noteMoved, readLock } from './lock'
import { entriesAsStored, replaceEntry } from './manifest'
import { openBare, openDevice, openDocuments } from './open'
import { allPhotosOf, sealedPhoto } from './photos'
import { carrySnapshot } from './snapshot'

/** Returns when nothing of this person is plain any more. `databases`: of which there may be a copy. */
export async function secure(user: string, databases: readonly string[]): Promise<void> {
  await navigator.locks.request(`xunge-secure:${user}`, async () => {
    const stored = await entriesAsStored(user)
    for (const entry of stored.filter(isPlain)) await replaceEntry(entry, await sealedEntry(await openedEntry(entry)))
    for (const draft of (await draftsOf(user)).filter(isPlain)) await (await openDevice()).put('drafts', await sealedDraft(draft))
    for (const photo of await allPhotosOf(user)) if (!photo.sealed) await sealInPlace(photo.id, await sealedPhoto(photo))
    if ((await readLock(user))?.moved) return
    const names = new Set([...databases, ...stored.map((entry) => entry.database)])
    for (const name of names) await moveDocuments(user, name)
    await noteMoved(user)
  })
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
