import PouchDB from 'pouchdb-browser'

import { authorized, Unreachable } from '@/api/client'
import type { Stored } from '@/db/open'

export type Remote = PouchDB.Database<Stored>

/** Works with a database of the server under the bearer of this session. PouchDB forgets why a request failed, so
 * the first cause is kept beside it and thrown in its place: ApiProblem, Unreachable, or PouchDB's own error. */
export async function withRemote<T>(database: string, work: (remote: Remote) => Promise<T>): Promise<T> {
  let cause: unknown = null
  const remote = new PouchDB<Stored>(`${location.origin}/db/${database}`, {
    skip_setup: true,
    fetch: (address, init) =>
      ask(String(address), init).catch((failure: unknown) => {
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

async function ask(address: string, init?: RequestInit): Promise<Response> {
  const reply = await authorized(address, init)
  if (reply.status >= 500) throw new Unreachable(reply.status) // unwell is as good as away: later again
  return reply
}
