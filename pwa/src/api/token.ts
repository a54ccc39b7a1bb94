/** The bearer of this tab, shared with the other tabs. The refresh cookie is one for all tabs and rotates,
 * so two tabs never renew at the same time. */
import { limitedSignal } from './limit'
import { ApiProblem, isForeignPage, readJson, Unreachable } from './problem'

import { training } from '@/db/realm'
import { currentLocale } from '@/locales'

export interface SessionUser {
  id: string
  name: string
  unit: string
  div: string
  division_name: string
  roles: string[]
  team: string | null
}

export interface DatabaseGrant {
  name: string
  read: boolean
  write: boolean
}

export interface SessionReply {
  access_token: string
  /** seconds */
  expires_in: number
  user: SessionUser
  /** `storage`: the key that the server lends for what the device keeps, base64, and for how long */
  device: { id: string; intake_key?: string; epoch: number; storage?: { key: string; lease_s: number } }
  databases: DatabaseGrant[]
  server: { uuid: string; time: string; intake?: { id: string; key: string } }
  half: 'field' | 'console' | 'both'
}

interface Bearer {
  token: string
  user: string
  /** milliseconds since 1970, on this device's clock */
  goodUntil: number
}

const SESSION = '/api/session'
const RENEW_AHEAD_MS = 30_000
const SETTLE_MS = 40

let bearer: Bearer | null = null
let expectedUser: string | null = null
const listeners = new Set<(reply: SessionReply) => void>()
const tabs = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('xunge-token')
tabs?.addEventListener('message', (message: MessageEvent<Bearer | null>) => {
  const heard = message.data
  if (heard === null || heard.user === expectedUser) bearer = heard
})

/** Takes over the token of a fresh login or renewal, here and in the other tabs. */
export function adopt(reply: SessionReply): void {
  expectedUser = reply.user.id
  bearer = {
    token: reply.access_token,
    user: reply.user.id,
    goodUntil: Date.now() + reply.expires_in * 1000,
  }
  tabs?.postMessage(bearer)
}

/** From now on only tokens of this person are taken: a shared phone keeps the cookie of whoever came last. */
export function expectUser(user: string | null): void {
  if (user !== expectedUser) bearer = null
  expectedUser = user
}

export function forget(): void {
  bearer = null
  tabs?.postMessage(null)
}

/** Tells each renewed session to the store that shows it. */
export function onRenewed(listener: (reply: SessionReply) => void): void {
  listeners.add(listener)
}

/** A token that is good for at least half a minute. Throws ApiProblem (log in again) or Unreachable; with `owner`,
 * ApiProblem `other_user` once somebody else works here: nobody's records travel under a colleague's name. */
export async function freshToken(owner?: string): Promise<string> {
  mustBe(owner)
  if (bearer && bearer.goodUntil - RENEW_AHEAD_MS > Date.now()) return bearer.token
  return renew(bearer?.token, owner)
}

/** Renews once, whatever the number of tabs and calls that ask; `refused` is the token that was not accepted. */
export async function renew(refused?: string, owner?: string): Promise<string> {
  return navigator.locks.request('xunge-token', async () => {
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS)) // lets another tab's token arrive first
    mustBe(owner)
    if (bearer && bearer.token !== refused && bearer.goodUntil > Date.now()) return bearer.token
    const reply = await askRenewal()
    mustBe(owner)
    adopt(reply)
    listeners.forEach((listener) => listener(reply))
    return reply.access_token
  })
}

function mustBe(owner: string | undefined): void {
  if (owner !== undefined && owner !== expectedUser) throw new ApiProblem(401, 'other_user', 'other_user', '')
}

async function askRenewal(): Promise<SessionReply> {
  if (training) throw new Unreachable('nothing of a training reaches the server')
  const reply = await fetch(`${SESSION}/refresh`, {
    method: 'POST',
    headers: { 'Accept-Language': currentLocale() },
    credentials: 'same-origin',
    signal: limitedSignal(15_000),
  }).catch((cause: unknown) => {
    throw new Unreachable(cause)
  })
  if (isForeignPage(reply) || reply.status >= 500) throw new Unreachable() // who is unwell cannot end a session
  const session = await readJson<SessionReply>(reply)
  if (expectedUser !== null && session.user.id !== expectedUser) throw new ApiProblem(401, 'other_user', 'other_user', '')
  return session
}
