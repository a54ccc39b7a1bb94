/** Makes a phone's photo small enough for a bad line. Re-encoding also strips what the camera wrote into it: place,
 * device, time. */

export interface Picture {
  bytes: Blob
  width: number
  height: number
}

const FULL_SIDE = 1600
const THUMB_SIDE = 320
export const MAX_BYTES = 1_500_000
const QUALITIES = [0.85, 0.75, 0.65, 0.5, 0.4]
export const MIME = 'image/jpeg'

/** The file is no picture this browser can read. */
export class NotAPicture extends Error {}

/** The picture with its long side at most 1600 px and at most 1.5 MB, and a thumbnail of it. */
export async function shrink(file: Blob): Promise<{ full: Picture; thumb: Picture }> {
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => {
    throw new NotAPicture('this file is no picture that can be read')
  })
  try {
    return { full: await encode(bitmap, FULL_SIDE), thumb: await encode(bitmap, THUMB_SIDE) }
  } finally {
    bitmap.close()
  }
}

/** The size that keeps the shape and has `side` as its long side at most. */
export function fitted(width: number, height: number, side: number): { width: number; height: number } {
  const scale = Math.min(1, side / Math.max(width, height))
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}

export async function sha256(bytes: Blob): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', await bytes.arrayBuffer())
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

async function encode(bitmap: ImageBitmap, side: number): Promise<Picture> {
  const { width, height } = fitted(bitmap.width, bitmap.height, side)
  const canvas = document.createElement('canvas')
  Object.assign(canvas, { width, height })
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, width, height)
  for (const quality of QUALITIES) {
    const bytes = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, MIME, quality))
    if (bytes && bytes.size <= MAX_BYTES) return { bytes, width, height }
  }
  throw new NotAPicture('this picture cannot be made small enough')
}
