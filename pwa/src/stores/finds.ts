/** Saving a find with its photos: bytes first, then what is known of them, then the find that names them. */
import { contract } from '@/contract/contract'
import { newUlid } from '@/db/manifest'
import { keyOf, type Point } from '@/stores/patrol/documents'
import { usePatrol, type ShiftCard } from '@/stores/patrol'
import { savePhoto, type DraftPhoto } from '@/stores/photos'
import { useSession } from '@/stores/session'

export { draftPhoto, MOST_PHOTOS, type DraftPhoto } from '@/stores/photos'

export interface FindForm {
  id: string
  kind: string
  place: string
  text: string
  point: Point | null
  photos: DraftPhoto[]
}

export function freshFind(shift: string): FindForm {
  return { id: `pf:${keyOf(shift)}:${newUlid()}`, kind: '', place: '', text: '', point: null, photos: [] }
}

/** Saves all of it; doing it twice has one effect, so a crash in between is mended by saving again. */
export async function saveFind(card: ShiftCard, form: FindForm): Promise<void> {
  const beside = { record: form.id, database: usePatrol().database, div: useSession().user?.div ?? '' }
  for (const photo of form.photos) await savePhoto(photo, beside)
  const { id, kind, place, text, point } = form
  await usePatrol().report(card, { id, kind, place, text, point, attach: form.photos.map((photo) => photo.id) })
}

export function findKinds(): string[] {
  return Object.keys(contract.dictionaries.find_kind ?? {})
}
