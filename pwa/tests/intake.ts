/** The server's half of envelopes: a key pair, and opening with it, as server/envelopes.py does. */
import type { IntakeKey } from '@/db/envelopes'
import { fromBase64, toBase64 } from '@/db/keys'

const CURVE = { name: 'ECDH', namedCurve: 'P-256' }
const POINT = 65
const utf8 = new TextEncoder()

export interface IntakeServer {
  told: IntakeKey
  open: (id: string, box: string) => Promise<{ database: string; document: Record<string, unknown> }>
}

export async function anIntake(id = 'key-1'): Promise<IntakeServer> {
  const pair = await crypto.subtle.generateKey(CURVE, false, ['deriveBits'])
  const point = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey))
  return { told: { id, key: toBase64(point) }, open: (doc, box) => opened(pair.privateKey, doc, fromBase64(box)) }
}

async function opened(mine: CryptoKey, id: string, box: Uint8Array<ArrayBuffer>): ReturnType<IntakeServer['open']> {
  const theirs = await crypto.subtle.importKey('raw', box.slice(0, POINT), CURVE, false, [])
  const shared = await crypto.subtle.deriveBits({ name: 'ECDH', public: theirs }, mine, 256)
  const root = await crypto.subtle.importKey('raw', shared, 'HKDF', false, ['deriveKey'])
  const how = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: utf8.encode('xunge intake envelope') }
  const key = await crypto.subtle.deriveKey(how, root, { name: 'AES-GCM', length: 256 }, false, ['decrypt'])
  const seal = { name: 'AES-GCM', iv: box.slice(POINT, POINT + 12), additionalData: utf8.encode(id) }
  return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(seal, key, box.slice(POINT + 12)))) as never
}
