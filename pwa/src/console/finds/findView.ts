/** What the lists need to know of finds beyond their fields. */
import type { Find } from '@/api/console'

/** Whether some photo's bytes are still on their way. */
export function awaitsPhotos(finds: readonly Find[] | null): boolean {
  return (finds ?? []).some((find) => find.photos.some((photo) => photo.state === 'pending'))
}
