/** Half-filled forms, kept at each keystroke: a killed tab or an empty battery costs nothing. Sealed, with their photos. */
import { openFile, openValue, sealFile, sealValue, type SealedFile } from './keys'
import { openDevice } from './open'
import type { DraftRecord } from './records'

/** Where a file stood among the fields. */
const FILE = '$file'
/** A photo is sealed once, not at each key that is typed beside it. */
const sealedBefore = new WeakMap<Blob, SealedFile>()

/** The fields of a form as they were left, or null. Photos are blobs among them. */
export async function readDraft<T>(user: string, form: string): Promise<T | null> {
  const draft = await (await openDevice()).get('drafts', [user, form])
  return draft ? ((await fieldsOf(draft)) as T) : null
}

export async function saveDraft(user: string, form: string, fields: unknown): Promise<void> {
  const draft = await sealedDraft({ user, form, at: new Date().toISOString(), fields })
  await (await openDevice()).put('drafts', draft)
}

/** Seals the fields of a draft. */
export async function sealedDraft({ user, form, at, fields }: DraftRecord): Promise<DraftRecord> {
  const blobs: Blob[] = []
  const box = await sealValue(user, form, withPlaces(fields, blobs))
  const files = await Promise.all(blobs.map(async (blob) => ({ type: blob.type, sealed: await sealedOnce(user, form, blob) })))
  return { user, form, at, box, files }
}

async function fieldsOf({ user, form, fields, box, files = [] }: DraftRecord): Promise<unknown> {
  if (!box) return fields
  const blobs = await Promise.all(files.map(({ type, sealed }) => openedOnce(user, form, type, sealed)))
  return given(await openValue(user, form, box), blobs)
}

async function sealedOnce(user: string, form: string, blob: Blob): Promise<SealedFile> {
  const sealed = sealedBefore.get(blob) ?? (await sealFile(user, form, blob))
  sealedBefore.set(blob, sealed)
  return sealed
}

async function openedOnce(user: string, form: string, type: string, sealed: SealedFile): Promise<Blob> {
  const blob = await openFile(user, form, sealed, type)
  sealedBefore.set(blob, sealed)
  return blob
}

/** A copy with places instead of files, which go to `blobs`. */
function withPlaces(value: unknown, blobs: Blob[]): unknown {
  if (value instanceof Blob) return { [FILE]: blobs.push(value) - 1 }
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((part) => withPlaces(part, blobs))
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withPlaces(part, blobs)]))
}

function given(value: unknown, blobs: readonly Blob[]): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((part) => given(part, blobs))
  const place = (value as Record<string, unknown>)[FILE]
  if (typeof place === 'number') return blobs[place]
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, given(part, blobs)]))
}

export async function dropDraft(user: string, form: string): Promise<void> {
  await (await openDevice()).delete('drafts', [user, form])
}

/** Names of the forms this person left half-filled. */
export async function openDrafts(user: string): Promise<{ form: string; at: string }[]> {
  return (await draftsOf(user)).map(({ form, at }) => ({ form, at }))
}

/** As they lie on the disk. */
export async function draftsOf(user: string): Promise<DraftRecord[]> {
  return (await openDevice()).getAll('drafts', IDBKeyRange.bound([user, ''], [user, '\uffff']))
}

export async function clearDrafts(user: string): Promise<void> {
  const database = await openDevice()
  for (const { form } of await openDrafts(user)) await database.delete('drafts', [user, form])
}
