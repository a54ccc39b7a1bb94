/** Envelopes: a copy of each unsent record, sealed to the server's intake and kept beside the sealed record. Whoever works
 * on a shared phone hands in what a colleague left there, and cannot read it; neither can its author (server/envelopes.py).
 *
 * The key is agreed on once for each page: under it only is sealed, and the half that could open again is forgotten. */
import { toBase64, fromBase64 } from './keys'
import { readSetting, saveSetting } from './settings'

/** The public key of intake, as a session names it. */
export interface IntakeKey {
  id: string
  /** a point on P-256, base64 */
  key: string
}

export interface Envelope {
  /** id of the key that opens it */
  key: string
  /** our point, the nonce and the sealed text, base64 */
  box: string
}

interface Sealing {
  id: string
  point: Uint8Array<ArrayBuffer>
  key: CryptoKey
}

const SETTING = 'intake_key'
const CURVE = { name: 'ECDH', namedCurve: 'P-256' }
const utf8 = new TextEncoder()
let agreed: Promise<Sealing | null> | null = null

/** What the server said; a server from before it had such a key says nothing. */
export async function takeIntakeKey(told: IntakeKey | undefined): Promise<void> {
  if (!told || (await readSetting<IntakeKey>(SETTING))?.id === told.id) return
  await saveSetting(SETTING, told)
  forgetIntakeKey()
}

/** As a killed tab does. */
export function forgetIntakeKey(): void {
  agreed = null
}

/** The id of the key to which envelopes are sealed now; null before the server named one. */
export async function intakeKeyId(): Promise<string | null> {
  return (await sealing())?.id ?? null
}

/** Null when no key is known, or it is none: then the record itself goes on waiting for its author. */
export async function envelopeFor(id: string, delivery: unknown): Promise<Envelope | null> {
  const to = await sealing()
  if (!to) return null
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const plain = utf8.encode(JSON.stringify(delivery))
  const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: utf8.encode(id) }, to.key, plain)
  const box = new Uint8Array(to.point.length + iv.length + data.byteLength)
  box.set(to.point)
  box.set(iv, to.point.length)
  box.set(new Uint8Array(data), to.point.length + iv.length)
  return { key: to.id, box: toBase64(box) }
}

function sealing(): Promise<Sealing | null> {
  agreed ??= agree().catch(() => null)
  return agreed
}

async function agree(): Promise<Sealing | null> {
  const told = await readSetting<IntakeKey>(SETTING)
  if (!told) return null
  const theirs = await crypto.subtle.importKey('raw', fromBase64(told.key), CURVE, false, [])
  const mine = await crypto.subtle.generateKey(CURVE, false, ['deriveBits'])
  const shared = await crypto.subtle.deriveBits({ name: 'ECDH', public: theirs }, mine.privateKey, 256)
  const root = await crypto.subtle.importKey('raw', shared, 'HKDF', false, ['deriveKey'])
  const how = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: utf8.encode('xunge intake envelope') }
  const key = await crypto.subtle.deriveKey(how, root, { name: 'AES-GCM', length: 256 }, false, ['encrypt'])
  return { id: told.id, point: new Uint8Array(await crypto.subtle.exportKey('raw', mine.publicKey)), key }
}
