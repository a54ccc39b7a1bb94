/** What keeps a person's secret on this phone: wrapped by the PIN, by the password, and by the key that the server
 * lends with a session. None of the three is kept. PIN and password open without a network as long as the lease runs;
 * after five wrong tries they wait. Nothing here ever destroys what they protect: the server can always lend again. */
import { fromBase64, newSecret } from './keys'
import { changeSetting, dropSetting, readSetting, saveSetting } from './settings'

interface Wrapped {
  salt: Uint8Array<ArrayBuffer>
  rounds: number
  iv: Uint8Array<ArrayBuffer>
  data: ArrayBuffer
}

/** The key that the server lends to a device of this person. */
export interface Loan {
  device: string
  /** 32 bytes, base64 */
  key: string
  /** seconds for which PIN and password open without asking the server again */
  lease_s: number
}

export interface Lock {
  pin: Wrapped | null
  password: Wrapped | null
  server: (Wrapped & { device: string }) | null
  /** ms since 1970 on this device's clock; null before the server ever lent a key */
  leased_until: number | null
  /** the latest time that this phone has seen: setting the clock back does not lengthen a lease */
  seen: number
  wrong: number
  wait_until: number
  /** everything from before there were keys is sealed */
  moved: boolean
}

/** Why nothing opened. `wait`: too many tries; `lapsed`: the server must be asked; `wrong`: not this PIN or password. */
export class Refused extends Error {
  constructor(
    readonly why: 'wrong' | 'wait' | 'lapsed' | 'none',
    /** of `wait`: ms left; of `wrong`: tries left before there is a wait */
    readonly left = 0,
  ) {
    super(why)
  }
}

type By = 'pin' | 'password'

export const PIN_DIGITS = 6
const ROUNDS = 310_000
const FREE_TRIES = 5
const FIRST_WAIT_MS = 60_000
const LONGEST_WAIT_MS = 3_600_000

export function lockKey(user: string): string {
  return `lock:${user}`
}

/** Null for somebody whose data has no lock yet; one that nothing opens protects nothing yet. */
export async function readLock(user: string): Promise<Lock | null> {
  const lock = await readSetting<Lock>(lockKey(user))
  return lock && (lock.pin ?? lock.password ?? lock.server) ? lock : null
}

/** For who leaves this phone for good. */
export async function dropLock(user: string): Promise<void> {
  await dropSetting(lockKey(user))
}

/** Whether a manifest entry or a draft lies on the disk as it did before there were keys. */
export function isPlain(kept: { box?: unknown }): boolean {
  return kept.box === undefined
}

/** Makes a secret for somebody who has none on this phone; returns it. */
export async function makeLock(user: string): Promise<Uint8Array<ArrayBuffer>> {
  const empty = { pin: null, password: null, server: null, leased_until: null, seen: Date.now(), wrong: 0, wait_until: 0 }
  await saveSetting(lockKey(user), { ...empty, moved: false } satisfies Lock)
  return newSecret()
}

/** Wraps the secret by a PIN or password, in the place of the one before. */
export async function wrapBy(user: string, by: By, word: string, secret: Uint8Array<ArrayBuffer>): Promise<void> {
  const wrapped = await wrap(utf8.encode(word), secret, ROUNDS)
  await changeLock(user, () => ({ [by]: wrapped, wrong: 0, wait_until: 0 }))
}

/** Wraps the secret by the lent key, and begins a lease. */
export async function wrapByLoan(user: string, loan: Loan, secret: Uint8Array<ArrayBuffer>): Promise<void> {
  const server = { ...(await wrap(fromBase64(loan.key), secret, 1)), device: loan.device }
  await changeLock(user, () => ({ server }))
  await renewLease(user, loan)
}

/** The server lent again: it knows the person. Wrong tries, and a clock that was far ahead once, are forgotten. */
export async function renewLease(user: string, { lease_s: seconds }: Loan): Promise<void> {
  const now = Date.now()
  await changeLock(user, () => ({ leased_until: now + seconds * 1000, seen: now, wrong: 0, wait_until: 0 }))
}

/** The server has shut this device out: from now on only a key that it lends opens. Nothing is destroyed. */
export async function endLease(user: string): Promise<void> {
  await changeLock(user, () => ({ leased_until: 0 }))
}

/** The secret, by what was typed. Throws Refused. The try is counted before it is made: a killed tab wins none. */
export async function openBy(user: string, by: By, word: string): Promise<Uint8Array<ArrayBuffer>> {
  const lock = await readLock(user)
  const wrapped = lock?.[by]
  if (!lock || !wrapped) throw new Refused('none')
  const now = Math.max(Date.now(), lock.seen)
  if (lock.leased_until !== null && now > lock.leased_until) throw new Refused('lapsed')
  const wait = Math.min(lock.wait_until - Date.now(), LONGEST_WAIT_MS)
  if (wait > 0) throw new Refused('wait', wait)
  const wrong = lock.wrong + 1
  await changeLock(user, () => ({ wrong, wait_until: waitAfter(wrong), seen: now }))
  const secret = await unwrap(utf8.encode(word), wrapped)
  if (!secret) throw wrong >= FREE_TRIES ? new Refused('wait', waitAfter(wrong) - Date.now()) : new Refused('wrong', FREE_TRIES - wrong)
  await changeLock(user, () => ({ wrong: 0, wait_until: 0 }))
  return secret
}

/** The secret, by the key that the server lends; null when it was wrapped for another device or by another key. */
export async function openByLoan(user: string, loan: Loan): Promise<Uint8Array<ArrayBuffer> | null> {
  const server = (await readLock(user))?.server
  return server?.device === loan.device ? unwrap(fromBase64(loan.key), server) : null
}

export async function noteMoved(user: string): Promise<void> {
  await changeLock(user, () => ({ moved: true }))
}

async function changeLock(user: string, change: (lock: Lock) => Partial<Lock>): Promise<void> {
  await changeSetting<Lock>(lockKey(user), (lock) => ({ ...lock, ...change(lock) }))
}

/** When the next try is allowed: at once, then after a minute, two, four, at most an hour. */
function waitAfter(wrong: number): number {
  if (wrong < FREE_TRIES) return 0
  return Date.now() + Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (wrong - FREE_TRIES))
}

const utf8 = new TextEncoder()

async function wrap(word: Uint8Array<ArrayBuffer>, secret: Uint8Array<ArrayBuffer>, rounds: number): Promise<Wrapped> {
  const salt = crypto.getRandomValues(new Uint8Array(16))
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const key = await keyFrom(word, salt, rounds)
  return { salt, rounds, iv, data: await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, secret) }
}

async function unwrap(word: Uint8Array<ArrayBuffer>, wrapped: Wrapped): Promise<Uint8Array<ArrayBuffer> | null> {
  const key = await keyFrom(word, wrapped.salt, wrapped.rounds)
  try {
    return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: wrapped.iv }, key, wrapped.data))
  } catch {
    return null // AES-GCM tells a wrong key by the tag
  }
}

async function keyFrom(word: Uint8Array<ArrayBuffer>, salt: Uint8Array<ArrayBuffer>, rounds: number): Promise<CryptoKey> {
  const from = await crypto.subtle.importKey('raw', word, 'PBKDF2', false, ['deriveKey'])
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds }
  return crypto.subtle.deriveKey(how, from, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
}
