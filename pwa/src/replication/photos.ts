/** Photos travel beside the records: all thumbnails first, then the full pictures, resumed where they stopped. */
import { DetailedError, Upload } from 'tus-js-client'

import { Unreachable } from '@/api/client'
import { freshToken, renew } from '@/api/session'
import { amendPhoto, photoFile, photosToSend } from '@/db/photos'
import type { PhotoRecord } from '@/db/records'

import { eachByItself } from './steps'

type PartName = 'full' | 'thumb'

const ENDPOINT = '/api/photos/uploads'
/** Small enough that a bad line still gets one through; each is kept by the server. */
const CHUNK = 128 * 1024
/** For one chunk; a reply that takes longer never comes. */
const LONGEST_MS = 3 * 60_000
/** A refusal that a second try does not change. */
const FINAL = [400, 403, 413, 415]

/** Sends what waits. A photo that the server cannot take now holds up no other; the first such failure is thrown at the
 * end, and Unreachable at once when the line is gone. */
export async function sendPhotos(user: string): Promise<void> {
  const waiting = await photosToSend(user)
  await eachByItself(waiting.map((photo) => () => (photo.state === 'waiting' ? sendPart(photo, 'thumb') : undefined)))
  const known = await photosToSend(user)
  await eachByItself(known.map((photo) => () => (photo.state === 'thumb_sent' ? sendPart(photo, 'full') : undefined)))
}

/** Puts photos that were refused back in the queue: the person asked for it. */
export async function retryFailedPhotos(user: string): Promise<void> {
  for (const photo of await photosToSend(user)) {
    if (photo.state === 'failed') await amendPhoto(photo.id, () => ({ state: 'waiting', reason: null }))
  }
}

async function sendPart(photo: PhotoRecord, name: PartName): Promise<void> {
  try {
    await upload(photo, name)
  } catch (failure) {
    if (!isFinal(failure)) throw failure instanceof DetailedError ? new Unreachable(failure, statusOf(failure)) : failure
    await amendPhoto(photo.id, () => ({ state: 'failed', reason: wordsOf(failure) }))
    return
  }
  await amendPhoto(photo.id, (kept) =>
    name === 'thumb' ? { state: 'thumb_sent' } : { state: 'sent', full: { ...kept.full, bytes: null } },
  )
}

async function upload(photo: PhotoRecord, name: PartName): Promise<void> {
  const { sha256, upload_url: uploadUrl } = photo[name]
  const bytes = await photoFile(photo, name)
  if (!bytes) return
  let token = await freshToken(photo.user)
  await new Promise<void>((resolve, reject) => {
    const sending = new Upload(bytes, {
      endpoint: ENDPOINT,
      uploadUrl,
      chunkSize: CHUNK,
      retryDelays: [0, 1000],
      storeFingerprintForResuming: false, // the address is kept beside the bytes
      metadata: { attach: photo.id, sha256, part: name, mime: photo.mime },
      onBeforeRequest: (outgoing) => {
        outgoing.setHeader('Authorization', `Bearer ${token}`)
        const line = outgoing.getUnderlyingObject() as XMLHttpRequest | undefined
        if (line) line.timeout = LONGEST_MS
      },
      onAfterResponse: async (_outgoing, reply) => {
        if (reply.getStatus() === 401) token = await renew(token, photo.user)
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

/** A refusal of our server; the page of a public Wi-Fi may have the same status. */
function isFinal(failure: unknown): failure is DetailedError {
  if (!(failure instanceof DetailedError) || !FINAL.includes(statusOf(failure) ?? 0)) return false
  return !failure.originalResponse?.getHeader('Content-Type')?.startsWith('text/html')
}

function statusOf(failure: DetailedError): number | null {
  return failure.originalResponse?.getStatus() || null // a request without an answer has 0
}

function wordsOf(failure: DetailedError): string {
  try {
    const problem = JSON.parse(failure.originalResponse?.getBody() ?? '') as { detail?: string; title?: string }
    return problem.detail ?? problem.title ?? failure.message
  } catch {
    return failure.message
  }
}
