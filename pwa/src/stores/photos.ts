/** Saving a photo: its bytes first, then what is known of them, as a document beside the record that it belongs to. */
import { MIME, sha256, type Picture } from '@/composables/picture'
import { newUlid } from '@/db/manifest'
import { keepPhoto } from '@/db/photos'
import { isoLocal, write } from '@/db/write'
import { useSession } from '@/stores/session'

export interface DraftPhoto {
  /** id of its att: document, prepared when the photo was taken */
  id: string
  taken_at: string
  full: Picture
  thumb: Picture
}

/** Where a photo belongs: the document, and the database and place of that. */
export interface PhotoPlace {
  record: string
  database: string
  div: string
}

export const MOST_PHOTOS = 9

export function draftPhoto(full: Picture, thumb: Picture): DraftPhoto {
  return { id: `att:${newUlid()}`, taken_at: isoLocal(new Date()), full, thumb }
}

/** Doing it twice has one effect. */
export async function savePhoto(photo: DraftPhoto, { record, database, div }: PhotoPlace): Promise<void> {
  const user = useSession().user?.id ?? ''
  const [full, thumb] = await Promise.all([sha256(photo.full.bytes), sha256(photo.thumb.bytes)])
  await keepPhoto({
    id: photo.id,
    user,
    record,
    mime: MIME,
    full: { bytes: photo.full.bytes, sha256: full },
    thumb: { bytes: photo.thumb.bytes, sha256: thumb },
  })
  await write({ user, div }, { database, _id: photo.id, type: 'attach', subject: null, fields: factsOf(photo, record, full, thumb) })
}

function factsOf({ full, thumb, taken_at }: DraftPhoto, record: string, fullHash: string, thumbHash: string): Record<string, unknown> {
  const { width, height, bytes } = full
  return {
    record, sha256: fullHash, size: bytes.size, mime: MIME, width, height, taken_at,
    thumb: { sha256: thumbHash, size: thumb.bytes.size },
  }
}
