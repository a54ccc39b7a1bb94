import PouchDB from 'pouchdb-browser'

import { authorized, Unreachable } from '@/api/client'
import { limitedSignal } from '@/api/limit'
import { problemOf } from '@/api/problem'
import type { Stored } from '@/db/open'

export type Remote = PouchDB.Database<Stored>

/** A reply that takes longer never comes: without a limit a dead line would hold the round, and with it all tabs. */
const LONGEST_MS = 3 * 60_000
/** What the server says about the size or number of what was sent; PouchDB would make a plain failure of it. */
const SAID = [400, 413, 422, 429]

/** Works with a database of the server under the bearer of this person. PouchDB forgets why a request failed, so
 * the first cause is kept beside it and thrown in its place: ApiProblem, Unreachable, or PouchDB's own error. */
export async function withRemote<T>(
  database: string,
  owner: string,
  work: (remote: Remote) => Promise<T>,
): Promise<T> {
  let cause: unknown = null
  const remote = new PouchDB<Stored>(`${location.origin}/db/${database}`, {
    skip_setup: true,
    fetch: (address, init) =>
      ask(String(address), owner, init).catch((failure: unknown) => {
        cause ??= failure
        throw failure
      }),
  })
  try {
    return await work(remote)
  } catch (failure) {
    throw cause ?? failure
  }
}

async function ask(address: string, owner: string, init?: RequestInit): Promise<Response> {
  const signal = limitedSignal(LONGEST_MS, init?.signal ?? undefined)
  const reply = await authorized(address, { ...init, signal }, owner)
  if (SAID.includes(reply.status)) throw await problemOf(reply)
  if (reply.status >= 500) throw new Unreachable(undefined, reply.status) // unwell is as good as away: later again
  return reply
}
