/** The server's word on records (`st:` documents) as this phone holds them, and what its user has looked at already. */
import type { Status } from '@/contract/localFold'

import { openDocuments } from './open'
import { readSetting, saveSetting } from './settings'

export interface HeldStatus {
  database: string
  status: Status
}

/** All `st:` documents in these databases. */
export async function statusesIn(user: string, databases: readonly string[]): Promise<HeldStatus[]> {
  const found = await Promise.all(
    databases.map(async (database) => {
      const rows = await openDocuments(user, database).allDocs({ startkey: 'st:', endkey: 'st:\uffff', include_docs: true })
      return rows.rows.flatMap((row) => (row.doc ? [{ database, status: row.doc as unknown as Status }] : []))
    }),
  )
  return found.flat()
}

/** What this person has put away, and what they asked back: key -> the event that asks, null for what was put away. */
export type Looked = Record<string, string | null>

const keyFor = (user: string) => `xunge.lost.${user}`

export async function readLooked(user: string): Promise<Looked> {
  return (await readSetting<Looked>(keyFor(user))) ?? {}
}

export async function saveLooked(user: string, looked: Looked): Promise<void> {
  await saveSetting(keyFor(user), looked)
}
