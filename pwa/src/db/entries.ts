/** Manifest entries, sealed and opened. What was opened stays in memory while its author works here: a round reads the
 * open entries many times. */
import { isOpen, onLocked, openValue, sealValue } from './keys'
import type { ManifestEntry, StoredEntry } from './records'

type Inner = Pick<ManifestEntry, 'body' | 'words'>

const NOTHING: Inner = { body: null, words: null }
const seen = new Map<string, { box: string; user: string; inner: Inner }>()
onLocked((user) => {
  for (const [id, one] of seen) if (one.user === user) seen.delete(id)
})

export async function sealedEntry({ body, words, ...rest }: ManifestEntry): Promise<StoredEntry> {
  const empty = body === null && words === null
  return { ...rest, box: empty ? null : await sealValue(rest.user, rest.id, { body, words }) }
}

/** The entry with its document and words; without them while its author's data is closed. */
export async function openedEntry({ box, turn: _turn, ...rest }: StoredEntry): Promise<ManifestEntry> {
  if (box === undefined) return { ...NOTHING, ...rest }
  if (box === null || !isOpen(rest.user)) return { ...rest, ...NOTHING }
  const mark = box.iv.join()
  const known = seen.get(rest.id)
  if (known?.box === mark) return { ...rest, ...known.inner }
  const inner = await openValue<Inner>(rest.user, rest.id, box)
  seen.set(rest.id, { box: mark, user: rest.user, inner })
  return { ...rest, ...inner }
}

export function openedAll(entries: readonly StoredEntry[]): Promise<ManifestEntry[]> {
  return Promise.all(entries.map(openedEntry))
}
