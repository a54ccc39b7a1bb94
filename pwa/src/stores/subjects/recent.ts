/** What this person wrote lately: the server may have it already and not have answered with a new state yet. */
import { familyOf } from '@/contract/contract'
import type { LocalDocument } from '@/contract/localFold'
import { entriesOf } from '@/db/manifest'
import { documentsById } from '@/db/patrol'
import type { ManifestEntry } from '@/db/records'

const LATELY_MS = 24 * 3_600_000

/** My documents about records of a family: all that have no receipt, and those of the last day that have one. */
export async function recentOf(user: string, family: string): Promise<LocalDocument[]> {
  const entries = (await entriesOf(user)).filter((entry) => entry.subject !== null && familyOf(entry.subject) === family)
  const held = entries.flatMap(({ body }) => (body ? [body as LocalDocument] : []))
  const received = entries.filter((entry) => entry.body === null && !isLate(entry))
  return [...held, ...(await read(user, received))]
}

function isLate({ at }: ManifestEntry): boolean {
  return Date.now() - Date.parse(at) > LATELY_MS
}

async function read(user: string, entries: readonly ManifestEntry[]): Promise<LocalDocument[]> {
  const databases = [...new Set(entries.map(({ database }) => database))]
  const found = await Promise.all(
    databases.map((database) => documentsById(user, database, entries.filter((entry) => entry.database === database).map(({ id }) => id))),
  )
  return found.flat() as unknown as LocalDocument[]
}
