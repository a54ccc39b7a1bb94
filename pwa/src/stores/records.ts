/** How far each record of mine has come, and what is still owed. */
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'

import { onRing } from '@/db/bell'
import { entriesOf, openEntries } from '@/db/manifest'
import { documentsById } from '@/db/patrol'
import { photoFile, photosOf, photosToSend } from '@/db/photos'
import type { ManifestEntry, PhotoRecord, RecordState } from '@/db/records'
import { useSession } from '@/stores/session'

export type { PhotoRecord, RecordState, Words } from '@/db/records'

export interface MyRecord {
  entry: ManifestEntry
  /** the document, from the phone's store; null when it has been withdrawn */
  document: Record<string, unknown> | null
}

const NEWEST = 200

export const useRecords = defineStore('records', () => {
  const session = useSession()
  const open = shallowRef<ManifestEntry[]>([])
  const photos = shallowRef<PhotoRecord[]>([])
  const byId = computed(() => new Map(open.value.map((entry) => [entry.id, entry])))

  const unsent = computed(() => open.value.filter((entry) => entry.state === 'saved' || entry.state === 'on_way'))
  const needsYou = computed(() => open.value.filter((entry) => entry.state === 'needs_you'))
  /** refused by the server: the only copy is here */
  const notTaken = computed(() => needsYou.value.filter((entry) => entry.denied))
  /** "All sent" is said only when every record has its receipt and every photo is complete. */
  const allSent = computed(() => [unsent, notTaken, photos].every((left) => left.value.length === 0))

  async function load(): Promise<void> {
    const { user } = session
    if (!user) return
    open.value = await openEntries(user.id)
    photos.value = await photosToSend(user.id)
  }

  function follow(): () => void {
    return onRing((what) => {
      if (what !== 'pulled') void load()
    })
  }

  /** A record that is not in the manifest's open part came from the server or has its receipt. */
  function stateOf(id: string): RecordState {
    return byId.value.get(id)?.state ?? 'received'
  }

  /** The newest records of mine with their documents. */
  async function mine(): Promise<MyRecord[]> {
    const { user } = session
    if (!user) return []
    const entries = (await entriesOf(user.id)).slice(0, NEWEST)
    const documents = await readAll(user.id, entries)
    return entries.map((entry) => ({ entry, document: entry.body ?? documents.get(entry.id) ?? null }))
  }

  /** The photos of a record with their thumbnails, to be shown. */
  async function photosOn(record: string): Promise<PhotoRecord[]> {
    const found = await photosOf(record)
    return Promise.all(found.map(async (photo) => ({ ...photo, thumb: { ...photo.thumb, bytes: await photoFile(photo, 'thumb') } })))
  }

  return { open, photos, unsent, needsYou, notTaken, allSent, load, follow, stateOf, mine, photosOn }
})

/** The browser grants no more space; PouchDB says so in its own way. */
export function isDiskFull(failure: unknown): boolean {
  const { name, reason } = (failure ?? {}) as { name?: unknown; reason?: unknown }
  return [name, reason].some((said) => String(said).includes('QuotaExceeded'))
}

async function readAll(user: string, entries: readonly ManifestEntry[]): Promise<Map<string, Record<string, unknown>>> {
  const wanted = new Map<string, string[]>()
  for (const { database, id, body } of entries) {
    if (body === null) wanted.set(database, [...(wanted.get(database) ?? []), id])
  }
  const found = await Promise.all([...wanted].map(([database, ids]) => documentsById(user, database, ids)))
  return new Map(found.flat().map((document) => [document._id, document]))
}
