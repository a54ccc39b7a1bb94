/** Saving a find with its photos: bytes first, then what is known of them, then the find that names them. */
import { contract } from '@/contract/contract'
import { MIME, sha256, type Picture } from '@/composables/picture'
import { keepPhoto } from '@/db/photos'
import { newUlid } from '@/db/manifest'
import { isoLocal } from '@/db/write'
import { keyOf, type Point } from '@/stores/patrol/documents'
import { usePatrol, type ShiftCard } from '@/stores/patrol'
import { useSession } from '@/stores/session'

export interface DraftPhoto {
  /** id of its att: document, prepared when the photo was taken */
  id: string
  taken_at: string
  full: Picture
  thumb: Picture
}

export interface FindForm {
  id: string
  kind: string
  place: string
  text: string
  point: Point | null
  photos: DraftPhoto[]
}

export const MOST_PHOTOS = 9

export function freshFind(shift: string): FindForm {
  return { id: `pf:${keyOf(shift)}:${newUlid()}`, kind: '', place: '', text: '', point: null, photos: [] }
}

export function draftPhoto(full: Picture, thumb: Picture): DraftPhoto {
  return { id: `att:${newUlid()}`, taken_at: isoLocal(new Date()), full, thumb }
}

/** Saves all of it; doing it twice has one effect, so a crash in between is mended by saving again. */
export async function saveFind(card: ShiftCard, form: FindForm): Promise<void> {
  for (const photo of form.photos) await savePhoto(form.id, photo)
  const { id, kind, place, text, point } = form
  await usePatrol().report(card, { id, kind, place, text, point, attach: form.photos.map((photo) => photo.id) })
}

async function savePhoto(record: string, photo: DraftPhoto): Promise<void> {
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
  await usePatrol().save({
    _id: photo.id,
    type: 'attach',
    subject: null,
    fields: {
      record,
      sha256: full,
      size: photo.full.bytes.size,
      mime: MIME,
      width: photo.full.width,
      height: photo.full.height,
      taken_at: photo.taken_at,
      thumb: { sha256: thumb, size: photo.thumb.bytes.size },
    },
  })
}

export function findKinds(): string[] {
  return Object.keys(contract.dictionaries.find_kind ?? {})
}
