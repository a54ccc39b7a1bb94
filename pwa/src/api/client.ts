/** One way to the JSON API: bearer, one renewal on 401, language, problems as typed errors. */
import { limitedSignal } from './limit'
import { isForeignPage, problemOf, readJson, Unreachable } from './problem'
import { freshToken, renew } from './token'

import { beginContact, noteContact } from '@/db/clock'
import { training } from '@/db/realm'
import { currentLocale } from '@/locales'

export { ApiProblem, Unreachable } from './problem'

export type Query = Record<string, string | number | boolean | null | undefined>

export interface RequestOptions {
  query?: Query
  body?: unknown
  signal?: AbortSignal
  /** milliseconds until the server counts as unreachable; 20 s unless told */
  timeout?: number
  headers?: Record<string, string>
  /** whose request this is: it is not sent once somebody else works on this device */
  owner?: string
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

const TIMEOUT_MS = 20_000

/** Sends with the bearer and returns the JSON of the answer (undefined for 204).
 * Throws ApiProblem for a refusal and Unreachable when no answer came. */
export async function request<T>(method: Method, path: string, options: RequestOptions = {}): Promise<T> {
  return readJson<T>(await authorized(addressOf(path, options.query), initOf(method, options), options.owner))
}

/** The same for bytes, as of a photo. */
export async function requestBlob(path: string, options: RequestOptions = {}): Promise<Blob> {
  const reply = await authorized(addressOf(path, options.query), initOf('GET', options))
  if (!reply.ok) throw await problemOf(reply)
  return reply.blob()
}

/** For what needs no bearer: login, health, and intake under the device's own credential. */
export async function requestOpen<T>(method: Method, path: string, options: RequestOptions = {}): Promise<T> {
  return readJson<T>(await send(addressOf(path, options.query), initOf(method, options)))
}

/** fetch with the bearer, of `owner` alone when given; a 401 renews the token once. Used by replication too. */
export async function authorized(address: string, init: RequestInit = {}, owner?: string): Promise<Response> {
  const token = await freshToken(owner)
  const reply = await send(address, withBearer(init, token))
  if (reply.status !== 401) return reply
  return send(address, withBearer(init, await renew(token, owner)))
}

function withBearer(init: RequestInit, token: string): RequestInit {
  const headers = new Headers(init.headers)
  headers.set('Authorization', `Bearer ${token}`)
  headers.set('Accept-Language', currentLocale())
  return { ...init, headers, credentials: 'same-origin' }
}

async function send(address: string, init: RequestInit): Promise<Response> {
  if (training) throw new Unreachable('nothing of a training reaches the server')
  let reply: Response
  const asked = beginContact()
  try {
    reply = await fetch(address, init)
  } catch (cause) {
    throw new Unreachable(cause)
  }
  if (isForeignPage(reply)) throw new Unreachable('a page of somebody else')
  if (reply.status >= 502 && reply.status <= 504) throw new Unreachable(undefined, reply.status)
  noteContact(asked, reply.headers.get('Date'))
  return reply
}

function initOf(method: Method, options: RequestOptions): RequestInit {
  const headers = new Headers({ Accept: 'application/json', 'Accept-Language': currentLocale(), ...options.headers })
  const signal = limitedSignal(options.timeout ?? TIMEOUT_MS, options.signal)
  const init: RequestInit = { method, headers, signal }
  if (options.body === undefined) return init
  headers.set('Content-Type', 'application/json')
  return { ...init, body: JSON.stringify(options.body) }
}

function addressOf(path: string, query: Query = {}): string {
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined && value !== null)
  const search = new URLSearchParams(pairs.map(([key, value]) => [key, String(value)])).toString()
  return search ? `${path}?${search}` : path
}
