/** Documents are sealed on their way into PouchDB and opened on their way out. Plain stays what PouchDB itself needs: the
 * id, by which lists range and which carries nothing personal, the revision, and that a document was withdrawn. */
import { transform } from 'transform-pouch'

import type { Documents, Stored } from './open'
import { isOpen, Locked, openText, sealText } from './keys'

/** What was opened, as text, as long as the handle lives: lists are read again after each write. */
type Seen = Map<string, { box: string; text: string }>
const MOST_SEEN = 20_000

/** Covers a handle that nobody holds yet. */
export function cover(user: string, documents: Documents): void {
  const seen: Seen = new Map()
  transform.call(documents, {
    incoming: (document: Stored) => seal(user, document),
    outgoing: (document: Stored) => open(user, document, seen),
  })
}

async function seal(user: string, document: Stored): Promise<Stored> {
  const [outer, inner] = parted(document)
  if (Object.keys(inner).length === 0) return outer
  return { ...outer, box: await sealText(user, String(document._id), inner) }
}

/** What is open already passes: PouchDB reads some documents through two of its own doors. */
async function open(user: string, document: Stored, seen: Seen): Promise<Stored> {
  const [outer, inner] = parted(document)
  if (typeof inner.box !== 'string' || Object.keys(inner).length > 1) return document
  return { ...outer, ...(JSON.parse(await textOf(user, String(document._id), inner.box, seen)) as Stored) }
}

async function textOf(user: string, id: string, box: string, seen: Seen): Promise<string> {
  if (!isOpen(user)) throw new Locked()
  const known = seen.get(id)
  if (known?.box === box) return known.text
  const text = await openText(user, id, box)
  if (seen.size >= MOST_SEEN) seen.clear()
  seen.set(id, { box, text })
  return text
}

function parted(document: Stored): [Stored, Stored] {
  const of = (internal: boolean) => Object.entries(document).filter(([name]) => name.startsWith('_') === internal)
  return [Object.fromEntries(of(true)), Object.fromEntries(of(false))]
}
