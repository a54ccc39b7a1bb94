/** Who logged in on this phone before, so that they can go on without a network. */
import { openDevice } from './open'
import type { KnownUser, Verifier } from './records'
import { readSetting, saveSetting } from './settings'

const ACTIVE = 'active_user'
const ROUNDS = 310_000

export async function knownUsers(): Promise<KnownUser[]> {
  const users = await (await openDevice()).getAll('users')
  return users.sort((a, b) => b.last_login.localeCompare(a.last_login))
}

export async function findUser(username: string): Promise<KnownUser | null> {
  return (await knownUsers()).find((user) => user.username === username) ?? null
}

export async function rememberUser(user: KnownUser): Promise<void> {
  await (await openDevice()).put('users', user)
}

export async function forgetUser(id: string): Promise<void> {
  await (await openDevice()).delete('users', id)
}

/** The person whose data is open; null while the phone is locked. Survives a killed tab. */
export async function activeUser(): Promise<KnownUser | null> {
  const id = await readSetting<string | null>(ACTIVE)
  if (!id) return null
  return (await (await openDevice()).get('users', id)) ?? null
}

export async function setActiveUser(id: string | null): Promise<void> {
  await saveSetting(ACTIVE, id)
}

/** As phones checked a password before there were keys. */
export async function makeVerifier(password: string): Promise<Verifier> {
  const salt = crypto.getRandomValues(new Uint8Array(16)).buffer
  return { salt, rounds: ROUNDS, hash: await derive(password, salt, ROUNDS) }
}

/** True when the password is the one of the last login on this phone. */
export async function matches(password: string, verifier: Verifier): Promise<boolean> {
  const hash = new Uint8Array(await derive(password, verifier.salt, verifier.rounds))
  const wanted = new Uint8Array(verifier.hash)
  return hash.length === wanted.length && hash.every((byte, place) => byte === wanted[place])
}

async function derive(password: string, salt: ArrayBuffer, rounds: number): Promise<ArrayBuffer> {
  const secret = await crypto.subtle.importKey('raw', new TextEncoder().encode(password), 'PBKDF2', false, ['deriveBits'])
  return crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds }, secret, 256)
}
