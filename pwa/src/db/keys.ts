/** The keys of whoever is working now, in this page's memory only, and what is sealed with them.
 *
 * One secret for each person on each phone; db/lock.ts keeps it wrapped. From it come the key that seals and the key
 * that makes the nonces of documents. Neither can be read out of the browser again. */

interface Keys {
  seal: CryptoKey
  nonce: CryptoKey
}

/** Bytes under AES-GCM, tied to where they stand. */
export interface Sealed {
  iv: Uint8Array<ArrayBuffer>
  data: ArrayBuffer
}

/** A sealed file: the nonce, then its bytes. The browser keeps it beside the database, so reading a record is cheap. */
export type SealedFile = Blob

/** This person's data is closed: nobody gave the PIN or the password in this page. */
export class Locked extends Error {
  constructor() {
    super('the data of this person is locked')
    this.name = 'Locked'
  }
}

const IV_BYTES = 12
const SECRET_BYTES = 32
const utf8 = new TextEncoder()
const text = new TextDecoder()
const open = new Map<string, Keys>()
const listeners = new Set<(user: string) => void>()

export function newSecret(): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(SECRET_BYTES))
}

/** Opens a person's data in this page. */
export async function unlockWith(user: string, secret: Uint8Array<ArrayBuffer>): Promise<void> {
  const root = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey'])
  const [seal, nonce] = await Promise.all([
    crypto.subtle.deriveKey(from('seal'), root, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']),
    crypto.subtle.deriveKey(from('nonce'), root, { name: 'HMAC', hash: 'SHA-256', length: 256 }, false, ['sign']),
  ])
  open.set(user, { seal, nonce })
}

/** Forgets the keys; what was sealed stays sealed. */
export function forgetKeys(user: string): void {
  if (open.delete(user)) listeners.forEach((listener) => listener(user))
}

/** Calls back when a person's data closes, so that nothing of it stays in memory. */
export function onLocked(listener: (user: string) => void): void {
  listeners.add(listener)
}

export function isOpen(user: string): boolean {
  return open.has(user)
}

function from(info: string): HkdfParams {
  return { name: 'HKDF', hash: 'SHA-256', salt: utf8.encode('xunge'), info: utf8.encode(info) }
}

function keysOf(user: string): Keys {
  const keys = open.get(user)
  if (!keys) throw new Locked()
  return keys
}

/** Seals a value that JSON can carry; `place` says where it stands and is needed to open it. */
export async function sealValue(user: string, place: string, value: unknown): Promise<Sealed> {
  return sealBytes(user, place, utf8.encode(JSON.stringify(value)))
}

export async function openValue<T>(user: string, place: string, { iv, data }: Sealed): Promise<T> {
  return JSON.parse(text.decode(await openBytes(user, place, iv, data))) as T
}

export async function sealFile(user: string, place: string, file: Blob): Promise<SealedFile> {
  const { iv, data } = await sealBytes(user, place, new Uint8Array(await file.arrayBuffer()))
  return new Blob([iv, data])
}

export async function openFile(user: string, place: string, sealed: SealedFile, type: string): Promise<Blob> {
  const bytes = new Uint8Array(await sealed.arrayBuffer())
  return new Blob([await openBytes(user, place, bytes.slice(0, IV_BYTES), bytes.slice(IV_BYTES))], { type })
}

/** Seals as text in which the same value at the same place always gives the same text: PouchDB makes revisions from what
 * it stores, and a document that is written again must keep its revision. The nonce is a MAC of place and value. */
export async function sealText(user: string, place: string, value: unknown): Promise<string> {
  const { seal, nonce } = keysOf(user)
  const plain = utf8.encode(JSON.stringify(value))
  const mark = utf8.encode(`${place}\n`)
  const whole = new Uint8Array(mark.length + plain.length)
  whole.set(mark)
  whole.set(plain, mark.length)
  const iv = new Uint8Array(await crypto.subtle.sign('HMAC', nonce, whole), 0, IV_BYTES)
  const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: utf8.encode(place) }, seal, plain)
  return toBase64(iv) + toBase64(new Uint8Array(data))
}

/** The value as JSON. */
export async function openText(user: string, place: string, sealed: string): Promise<string> {
  const bytes = fromBase64(sealed)
  return text.decode(await openBytes(user, place, bytes.subarray(0, IV_BYTES), bytes.subarray(IV_BYTES)))
}

async function sealBytes(user: string, place: string, plain: Uint8Array<ArrayBuffer>): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES))
  const how = { name: 'AES-GCM', iv, additionalData: utf8.encode(place) }
  return { iv, data: await crypto.subtle.encrypt(how, keysOf(user).seal, plain) }
}

function openBytes(user: string, place: string, iv: Uint8Array<ArrayBuffer>, data: BufferSource): Promise<ArrayBuffer> {
  return crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData: utf8.encode(place) }, keysOf(user).seal, data)
}

const CHUNK = 0x8000

export function toBase64(bytes: Uint8Array): string {
  let binary = ''
  for (let at = 0; at < bytes.length; at += CHUNK) binary += String.fromCharCode(...bytes.subarray(at, at + CHUNK))
  return btoa(binary)
}

export function fromBase64(encoded: string): Uint8Array<ArrayBuffer> {
  const binary = atob(encoded)
  const bytes = new Uint8Array(binary.length)
  for (let at = 0; at < binary.length; at += 1) bytes[at] = binary.charCodeAt(at)
  return bytes
}
