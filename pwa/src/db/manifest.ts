/** Every write of this device, from the intent to its receipt. */
import { ulid } from 'ulidx'

import { takeNumber } from './counter'
import { deviceKey, type DeviceRecord } from './device'
import { openDevice } from './open'
import type { DocumentBody, ManifestEntry, RecordState, Words } from './records'

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

/** The device was never registered with the server: nobody can log in without that, so nobody can write. */
export class UnknownDevice extends Error {}

/** Takes the next number and writes down what is going to be written, in one transaction on disk: a number whose
 * intent could not be noted was never taken. */
export async function intend(intent: Intent): Promise<ManifestEntry> {
  const tx = (await openDevice()).transaction(['settings', 'manifest'], 'readwrite', STRICT)
  const done = tx.done.catch((failure: unknown) => failure) // looked at below; never unhandled
  try {
    const settings = tx.objectStore('settings')
    const device = (await settings.get(deviceKey(intent.user))) as DeviceRecord | undefined
    if (!device) throw new UnknownDevice('this device is not registered')
    const entry = entryFor(intent, intent.body(device.id, await takeNumber(settings, device.id)))
    await tx.objectStore('manifest').add(entry)
    const failure = await done
    if (failure) throw failure
    return entry
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

/** Changes one entry; returns it, or null when it is not known. `change` gets the entry as it is on disk. */
export async function amend(
  id: string,
  change: (entry: ManifestEntry) => Partial<ManifestEntry>,
): Promise<ManifestEntry | null> {
  const tx = (await openDevice()).transaction('manifest', 'readwrite', STRICT)
  const entry = await tx.store.get(id)
  if (!entry) {
    await tx.done
    return null
  }
  const amended = { ...entry, ...change(entry) }
  await tx.store.put(amended)
  await tx.done
  return amended
}

export async function entryOf(id: string): Promise<ManifestEntry | null> {
  return (await (await openDevice()).get('manifest', id)) ?? null
}

/** What is not received, or received with a word for its author. */
export async function openEntries(user?: string): Promise<ManifestEntry[]> {
  const database = await openDevice()
  const found = await Promise.all(OPEN_STATES.map((state) => database.getAllFromIndex('manifest', 'state', state)))
  return found
    .flat()
    .filter((entry) => user === undefined || entry.user === user)
    .sort(byNumber)
}

/** All that this person wrote on this phone, newest first. */
export async function entriesOf(user: string): Promise<ManifestEntry[]> {
  const all = await (await openDevice()).getAllFromIndex('manifest', 'user', user)
  return all.sort((a, b) => byNumber(b, a))
}

/** This device's newest event on the subject: the `prev` of the next one. */
export async function lastOn(user: string, subject: string, types: readonly string[]): Promise<string | null> {
  const database = await openDevice()
  const device = (await database.get('settings', deviceKey(user))) as DeviceRecord | undefined
  const all = await database.getAllFromIndex('manifest', 'subject', subject)
  const mine = all.filter((entry) => entry.dev === device?.id && types.includes(entry.type)).sort(byNumber)
  return mine.at(-1)?.id ?? null
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

/** Writes a verdict down; a received document leaves the manifest's copy, the server has it. */
export async function settle(id: string, verdict: Verdict): Promise<void> {
  await amend(id, (entry) => ({ ...verdict, denied: false, body: verdict.state === 'received' ? null : entry.body }))
}

export function newUlid(): string {
  return ulid()
}

function byNumber(a: ManifestEntry, b: ManifestEntry): number {
  return a.dev === b.dev ? a.dseq - b.dseq : a.at.localeCompare(b.at)
}
