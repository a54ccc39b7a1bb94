/** Photos travel beside the records: all thumbnails first, then the full pictures, resumed where they stopped. */
import { DetailedError, Upload } from 'tus-js-client'

import { Unreachable } from '@/api/client'
import { freshToken, renew } from '@/api/session'
import { amendPhoto, photosToSend } from '@/db/photos'
import type { PhotoRecord } from '@/db/records'

type PartName = 'full' | 'thumb'

const ENDPOINT = '/api/photos/uploads'
/** Small enough that a bad line still gets one through; each is kept by the server. */
const CHUNK = 128 * 1024
/** A refusal that a second try does not change. */
const FINAL = [400, 403, 413, 415]

/** Sends what waits; returns how many pictures are complete now. Throws Unreachable when the line is gone. */
export async function sendPhotos(user: string): Promise<number> {
  for (const photo of await photosToSend(user)) {
    if (photo.state === 'waiting') await sendPart(photo, 'thumb')
  }
  let complete = 0
  for (const photo of await photosToSend(user)) {
    if (photo.state === 'thumb_sent' && (await sendPart(photo, 'full'))) complete += 1
  }
  return complete
}

/** Puts photos that were refused back in the queue: the person asked for it. */
export async function retryFailedPhotos(user: string): Promise<void> {
  for (const photo of await photosToSend(user)) {
    if (photo.state === 'failed') await amendPhoto(photo.id, () => ({ state: 'waiting', reason: null }))
  }
}

async function sendPart(photo: PhotoRecord, name: PartName): Promise<boolean> {
  try {
    await upload(photo, name)
  } catch (failure) {
    if (!isFinal(failure)) throw failure instanceof DetailedError ? new Unreachable(failure) : failure
    await amendPhoto(photo.id, () => ({ state: 'failed', reason: wordsOf(failure) }))
    return false
  }
  await amendPhoto(photo.id, (kept) =>
    name === 'thumb' ? { state: 'thumb_sent' } : { state: 'sent', full: { ...kept.full, bytes: null } },
  )
  return true
}

async function upload(photo: PhotoRecord, name: PartName): Promise<void> {
  const { bytes, sha256, upload_url: uploadUrl } = photo[name]
  if (!bytes) return
  let token = await freshToken()
  await new Promise<void>((resolve, reject) => {
    const sending = new Upload(bytes, {
      endpoint: ENDPOINT,
      uploadUrl,
      chunkSize: CHUNK,
      retryDelays: [0, 1000],
      storeFingerprintForResuming: false, // the address is kept beside the bytes
      metadata: { attach: photo.id, sha256, part: name, mime: photo.mime },
      onBeforeRequest: (outgoing) => outgoing.setHeader('Authorization', `Bearer ${token}`),
      onAfterResponse: async (_outgoing, reply) => {
        if (reply.getStatus() === 401) token = await renew(token)
      },
      onShouldRetry: (failure) => failure.originalResponse?.getStatus() === 401,
      onUploadUrlAvailable: () => void keepAddress(photo.id, name, sending.url),
      onChunkComplete: (_size, accepted) => {
        if (name === 'full') void amendPhoto(photo.id, () => ({ sent_bytes: accepted }))
      },
      onError: reject,
      onSuccess: () => resolve(),
    })
    sending.start()
  })
}

async function keepAddress(id: string, name: PartName, url: string | null): Promise<void> {
  await amendPhoto(id, (kept) => ({ [name]: { ...kept[name], upload_url: url } }))
}

function isFinal(failure: unknown): failure is DetailedError {
  return failure instanceof DetailedError && FINAL.includes(failure.originalResponse?.getStatus() ?? 0)
}

function wordsOf(failure: DetailedError): string {
  try {
    const problem = JSON.parse(failure.originalResponse?.getBody() ?? '') as { detail?: string; title?: string }
    return problem.detail ?? problem.title ?? failure.message
  } catch {
    return failure.message
  }
}
