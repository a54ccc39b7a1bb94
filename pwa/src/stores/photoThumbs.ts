/** A photo's small picture: from this phone while its bytes are here, else from the server. */
import { requestBlob } from '@/api/client'
import { openDevice } from '@/db/open'

/** Null when it is neither here nor to be had now. */
export async function thumbOf(id: string, user: string): Promise<Blob | null> {
  const held = await (await openDevice()).get('photos', id)
  if (held?.user === user && held.thumb.bytes) return held.thumb.bytes
  return requestBlob(`/api/photos/${encodeURIComponent(id)}`, { query: { part: 'thumb' } }).catch(() => null)
}
