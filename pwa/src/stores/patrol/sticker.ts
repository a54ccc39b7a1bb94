/** Reads the code on a checkpoint's sticker, scanned or typed. */
import type { Checkpoint } from './documents'

export interface Sticker {
  checkpoint: Checkpoint
  token: string
  /** the token is the one that was registered; else the check-in is kept and the centre looks at it */
  genuine: boolean
}

const WHOLE = /^(?:xunge:cp:)?([a-z0-9-]+):(\S{1,64})$/i

/** Which checkpoint a code belongs to; null when it is no code of a checkpoint known here. What is typed may be the
 * whole text, `code:token`, or the token alone. */
export async function readSticker(text: string, checkpoints: Iterable<Checkpoint>): Promise<Sticker | null> {
  const typed = text.trim()
  const all = [...checkpoints]
  const [, code, token] = WHOLE.exec(typed) ?? []
  if (code && token) {
    const checkpoint = all.find((one) => one.code === code.toLowerCase())
    return checkpoint ? { checkpoint, token, genuine: (await sha256Of(token)) === checkpoint.qr_sha256 } : null
  }
  const hash = await sha256Of(typed)
  const checkpoint = all.find((one) => one.qr_sha256 === hash)
  return checkpoint ? { checkpoint, token: typed, genuine: true } : null
}

export async function sha256Of(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
