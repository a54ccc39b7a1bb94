import PouchDB from 'pouchdb-browser'

import { authorized } from '@/api/client'
import type { Stored } from '@/db/open'

export type Remote = PouchDB.Database<Stored>

/** A database of the server, spoken to with the bearer of this session. */
export function openRemote(database: string): Remote {
  return new PouchDB<Stored>(`${location.origin}/db/${database}`, {
    skip_setup: true,
    fetch: (address, init) => authorized(String(address), init),
  })
}
