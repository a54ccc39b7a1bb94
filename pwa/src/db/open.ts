/** The one file that opens local databases. Documents are sealed here (cover.ts); what the manifest, the drafts and the
 * photos hold is sealed by their own files before it comes to `openDevice`. */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import PouchDB from 'pouchdb-browser'

import { cover } from './cover'
import { isOpen, Locked } from './keys'
import { REALM } from './realm'
import type { DraftRecord, KnownUser, PhotoRecord, StoredEntry } from './records'

export interface DeviceSchema extends DBSchema {
  settings: { key: string; value: unknown }
  users: { key: string; value: KnownUser }
  manifest: {
    key: string
    value: StoredEntry
    indexes: { state: string; subject: string; user: string }
  }
  drafts: { key: [string, string]; value: DraftRecord }
  photos: { key: string; value: PhotoRecord; indexes: { state: string; record: string } }
}

export type DeviceDatabase = IDBPDatabase<DeviceSchema>
export type Documents = PouchDB.Database<Stored>
/** What a document looks like before its type is known. */
export type Stored = Record<string, unknown>

const DEVICE = `${REALM}xunge-device`

let device: Promise<DeviceDatabase> | null = null
const opened = new Map<string, Documents>()

/** The device's own database: one for all users and tabs. */
export function openDevice(): Promise<DeviceDatabase> {
  device ??= openAnew().catch((failure: unknown) => {
    device = null // the next call tries again
    throw failure
  })
  return device
}

function openAnew(): Promise<DeviceDatabase> {
  return openDB<DeviceSchema>(DEVICE, 1, {
    upgrade(database) {
      database.createObjectStore('settings')
      database.createObjectStore('users', { keyPath: 'id' })
      const manifest = database.createObjectStore('manifest', { keyPath: 'id' })
      manifest.createIndex('state', 'state')
      manifest.createIndex('subject', 'subject')
      manifest.createIndex('user', 'user')
      database.createObjectStore('drafts', { keyPath: ['user', 'form'] })
      const photos = database.createObjectStore('photos', { keyPath: 'id' })
      photos.createIndex('state', 'state')
      photos.createIndex('record', 'record')
    },
    terminated() {
      device = null
    },
  })
}

/** The local copy of one server database for one person. Throws Locked while this person's data is closed. */
export function openDocuments(staff: string, database: string): Documents {
  if (!isOpen(staff)) throw new Locked()
  const name = localName(staff, database)
  const known = opened.get(name)
  if (known) return known
  const fresh = openPouch(name)
  cover(staff, fresh)
  opened.set(name, fresh)
  return fresh
}

/** The copy as it was kept before there were keys; opening one that is not there makes an empty one. */
export function openBare(staff: string, database: string): Documents {
  return openPouch(`${REALM}u_${staff}_${database}`)
}

/** idb, not indexeddb: a second tab's write makes the latter's next write fail. */
function openPouch(name: string): Documents {
  return new PouchDB<Stored>(name, { adapter: 'idb', auto_compaction: true })
}

/** Closes a person's databases; they stay on the phone. */
export async function closeDocuments(staff: string): Promise<void> {
  for (const [name, handle] of ofPerson(staff)) {
    opened.delete(name)
    await handle.close()
  }
}

/** Removes the local copy. Only for logging out for good, after all has its receipt. */
export async function destroyDocuments(staff: string, databases: readonly string[]): Promise<void> {
  for (const database of databases) {
    await openDocuments(staff, database).destroy()
    opened.delete(localName(staff, database))
  }
}

/** Forgets the handles, as a killed tab does; what was written stays. For tests. */
export async function closeAll(): Promise<void> {
  for (const handle of opened.values()) await handle.close()
  opened.clear()
  if (device) (await device).close()
  device = null
}

function ofPerson(staff: string): [string, Documents][] {
  return [...opened].filter(([name]) => name.startsWith(localName(staff, '')))
}

function localName(staff: string, database: string): string {
  return `${REALM}s_${staff}_${database}`
}
