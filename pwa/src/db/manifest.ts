/** Every write of this device, from the intent to its receipt. */
import { ulid } from 'ulidx'

import { nextNumber, takeNumber } from './counter'
import { deviceKey, type DeviceRecord } from './device'
import { openedAll, openedEntry, sealedEntry } from './entries'
import { openDevice } from './open'
import type { DocumentBody, ManifestEntry, RecordState, StoredEntry, Words } from './records'

/** The order of states in which nothing is owed to the author any more comes last. */
export const OPEN_STATES: readonly RecordState[] = ['saved', 'on_way', 'needs_you']

const STRICT = { durability: 'strict' } as const

export interface Intent {
  user: string
  database: string
  subject: string | null
  /** makes the document once its number is known */
  body: (dev: string, dseq: number) => DocumentBody
}

/** Under which number of which device the next write would stand. */
export interface Place {
  dev: string | null
  dseq: number
}

/** What a write has to know before it begins. */
export interface Outset extends Place {
  /** the entry of this id, when it was written before */
  known: ManifestEntry | null
  /** this device's newest event of these types on the subject */
  prev: string | null
}

/** Read at once: on a slow phone each transaction of its own is felt. */
export async function outset(user: string, id: string, subject: string | null, types: readonly string[]): Promise<Outset> {
  const tx = (await openDevice()).transaction(['settings', 'manifest'])
  const [settings, manifest] = [tx.objectStore('settings'), tx.objectStore('manifest')]
  const [device, stored, about] = await Promise.all([
    settings.get(deviceKey(user)) as Promise<DeviceRecord | undefined>,
    manifest.get(id),
    subject === null ? [] : manifest.index('subject').getAll(subject),
  ])
  const dseq = device ? await nextNumber(settings, device.id) : 0
  const mine = about.filter((entry) => entry.dev === device?.id && types.includes(entry.type)).sort(byNumber)
  return { known: stored ? await openedEntry(stored) : null, dev: device?.id ?? null, dseq, prev: mine.at(-1)?.id ?? null }
}

/** The device was never registered with the server: nobody can log in without that, so nobody can write. */
export class UnknownDevice extends Error {}

/** Takes the next number and writes down what is going to be written, in one transaction on disk: a number whose
 * intent could not be noted was never taken. */
export async function intend(intent: Intent, { dev, dseq }: Place): Promise<ManifestEntry> {
  if (dev === null) throw new UnknownDevice('this device is not registered')
  const entry = entryFor(intent, intent.body(dev, dseq))
  const sealed = await sealedEntry(entry) // before the transaction: it would end while the key works
  if (await addWith(sealed)) return entry
  return intend(intent, await outset(intent.user, entry.id, null, []))
}

/** False when another tab took the number, or the device got another id, while the entry was sealed. */
async function addWith(entry: StoredEntry): Promise<boolean> {
  const tx = (await openDevice()).transaction(['settings', 'manifest'], 'readwrite', STRICT)
  const done = tx.done.catch((failure: unknown) => failure) // looked at below; never unhandled
  try {
    const settings = tx.objectStore('settings')
    const device = (await settings.get(deviceKey(entry.user))) as DeviceRecord | undefined
    if (device?.id !== entry.dev || (await takeNumber(settings, entry.dev)) !== entry.dseq) {
      abort(tx)
      await done
      return false
    }
    await tx.objectStore('manifest').add(entry)
    const failure = await done
    if (failure) throw failure
    return true
  } catch (failure) {
    abort(tx)
    throw failure
  }
}

/** A transaction that is over already cannot be aborted any more, and need not. */
function abort(tx: { abort: () => void }): void {
  try {
    tx.abort()
  } catch {
    return
  }
}

function entryFor(intent: Intent, body: DocumentBody): ManifestEntry {
  return {
    id: body._id,
    dev: body.wrote.dev,
    dseq: body.wrote.dseq,
    user: intent.user,
    database: intent.database,
    type: body.type,
    subject: intent.subject,
    rev: null,
    at: body.at_dev,
    state: 'saved',
    sent_at: null,
    denied: false,
    reason: null,
    words: null,
    body,
  }
}

/** Changes one entry; returns it, or null when it is not known. `change` gets the entry as it is on disk, without
 * document and words while its author's data is closed; then it may only take the document away. */
export async function amend(
  id: string,
  change: (entry: ManifestEntry) => Partial<ManifestEntry>,
): Promise<ManifestEntry | null> {
  for (;;) {
    const before = await (await openDevice()).get('manifest', id)
    if (!before) return null
    const entry = await openedEntry(before)
    const patch = change(entry)
    const amended = { ...entry, ...patch }
    const sealed = 'body' in patch || 'words' in patch ? await sealedEntry(amended) : { ...before, ...patch }
    if (await replaceEntry(before, sealed)) return amended
  }
}

/** Changes what lies open of an entry, in one transaction. */
export async function note(id: string, patch: Pick<Partial<StoredEntry>, 'rev' | 'envelope'>): Promise<void> {
  const tx = (await openDevice()).transaction('manifest', 'readwrite', STRICT)
  const now = await tx.store.get(id)
  if (now) await tx.store.put({ ...now, ...patch, turn: (now.turn ?? 0) + 1 })
  await tx.done
}

/** False when the entry was changed meanwhile. */
export async function replaceEntry(before: StoredEntry, after: StoredEntry): Promise<boolean> {
  const tx = (await openDevice()).transaction('manifest', 'readwrite', STRICT)
  const now = await tx.store.get(before.id)
  const same = now !== undefined && now.turn === before.turn
  if (same) await tx.store.put({ ...after, turn: (before.turn ?? 0) + 1 })
  await tx.done
  return same || now === undefined
}

export async function entryOf(id: string): Promise<ManifestEntry | null> {
  const found = await (await openDevice()).get('manifest', id)
  return found ? openedEntry(found) : null
}

/** What is not received, or received with a word for its author. */
export async function openEntries(user?: string): Promise<ManifestEntry[]> {
  const database = await openDevice()
  const found = await Promise.all(OPEN_STATES.map((state) => database.getAllFromIndex('manifest', 'state', state)))
  const mine = found.flat().filter((entry) => user === undefined || entry.user === user)
  return (await openedAll(mine)).sort(byNumber)
}

/** All that this person wrote on this phone, as it lies on the disk. */
export async function entriesAsStored(user: string): Promise<StoredEntry[]> {
  return (await openDevice()).getAllFromIndex('manifest', 'user', user)
}

/** All that this person wrote on this phone, newest first. */
export async function entriesOf(user: string): Promise<ManifestEntry[]> {
  return (await openedAll(await entriesAsStored(user))).sort((a, b) => byNumber(b, a))
}

/** Puts records that intake refused back in the queue: the person asked for it. */
export async function retryRefused(user: string): Promise<void> {
  const refused = (await openEntries(user)).filter((entry) => entry.state === 'needs_you' && entry.denied)
  for (const { id } of refused) await amend(id, () => ({ state: 'saved', reason: null, words: null }))
}

/** Forgets what this person wrote. Only for logging out for good. */
export async function dropEntries(user: string): Promise<void> {
  const tx = (await openDevice()).transaction('manifest', 'readwrite', STRICT)
  const keys = await tx.store.index('user').getAllKeys(user)
  await Promise.all([...keys.map((key) => tx.store.delete(key)), tx.done])
}

/** The words of the server about one entry. */
export interface Verdict {
  state: RecordState
  reason: string | null
  words: Words | null
}

/** Writes a verdict down. The server has the document: a received one leaves the manifest, and any leaves its envelope. */
export async function settle(id: string, verdict: Verdict): Promise<void> {
  await amend(id, (entry) => ({ ...verdict, denied: false, envelope: null, body: verdict.state === 'received' ? null : entry.body }))
}

export function newUlid(): string {
  return ulid()
}

type Numbered = Pick<ManifestEntry, 'dev' | 'dseq' | 'at'>

function byNumber(a: Numbered, b: Numbered): number {
  return a.dev === b.dev ? a.dseq - b.dseq : a.at.localeCompare(b.at)
}
