/** Photo bytes of this phone, sealed, kept until the server has them. */
import { ring } from './bell'
import { openFile, sealFile } from './keys'
import { openDevice } from './open'
import type { PhotoPart, PhotoRecord } from './records'

export interface NewPhoto {
  id: string
  user: string
  record: string
  mime: string
  full: { bytes: Blob; sha256: string }
  thumb: { bytes: Blob; sha256: string }
}

/** Keeps the bytes; the same photo again changes nothing. */
export async function keepPhoto(photo: NewPhoto): Promise<void> {
  const database = await openDevice()
  if (!(await database.get('photos', photo.id))) await addPhoto(await sealedPhoto(fresh(photo)))
  ring('photos')
}

async function addPhoto(photo: PhotoRecord): Promise<void> {
  const tx = (await openDevice()).transaction('photos', 'readwrite', { durability: 'strict' })
  if (!(await tx.store.get(photo.id))) await tx.store.add(photo)
  await tx.done
}

/** Seals the bytes of a photo. */
export async function sealedPhoto(photo: PhotoRecord): Promise<PhotoRecord> {
  const [full, thumb] = await Promise.all(
    (['full', 'thumb'] as const).map(async (name) => {
      const { bytes } = photo[name]
      return { ...photo[name], bytes: bytes && (await sealFile(photo.user, `${photo.id}/${name}`, bytes)) }
    }),
  )
  return { ...photo, ...(full && { full }), ...(thumb && { thumb }), sealed: true }
}

/** The picture itself; null when it was sent and let go. */
export async function photoFile(photo: PhotoRecord, name: 'full' | 'thumb'): Promise<Blob | null> {
  const { bytes } = photo[name]
  if (!bytes || !photo.sealed) return bytes
  return openFile(photo.user, `${photo.id}/${name}`, bytes, photo.mime)
}

export async function photosToSend(user: string): Promise<PhotoRecord[]> {
  const database = await openDevice()
  const found = await Promise.all(
    (['waiting', 'thumb_sent', 'failed'] as const).map((state) => database.getAllFromIndex('photos', 'state', state)),
  )
  return found.flat().filter((photo) => photo.user === user)
}

/** The photos of a record that are on this phone. */
export async function photosOf(record: string): Promise<PhotoRecord[]> {
  return (await openDevice()).getAllFromIndex('photos', 'record', record)
}

/** All photos of a person, as they lie on the disk. */
export async function allPhotosOf(user: string): Promise<PhotoRecord[]> {
  return (await (await openDevice()).getAll('photos')).filter((photo) => photo.user === user)
}

export async function amendPhoto(id: string, change: (photo: PhotoRecord) => Partial<PhotoRecord>): Promise<void> {
  const tx = (await openDevice()).transaction('photos', 'readwrite', { durability: 'strict' })
  const photo = await tx.store.get(id)
  if (photo) await tx.store.put({ ...photo, ...change(photo) })
  await tx.done
  ring('photos')
}

export async function dropPhotos(user: string): Promise<void> {
  const database = await openDevice()
  for (const photo of await allPhotosOf(user)) await database.delete('photos', photo.id)
}

function fresh(photo: NewPhoto): PhotoRecord {
  const { id, user, record, mime } = photo
  return { id, user, record, mime, state: 'waiting', reason: null, sent_bytes: 0, full: part(photo.full), thumb: part(photo.thumb) }
}

function part({ bytes, sha256 }: { bytes: Blob; sha256: string }): PhotoPart {
  return { bytes, sha256, size: bytes.size, upload_url: null }
}
