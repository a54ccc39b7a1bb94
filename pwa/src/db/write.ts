/** Saving a document: checked, numbered, written down, stored, and only then shown. */
import { CHAINED } from '@/contract/contract'
import { problemsOf } from '@/contract/validate'

import { ring } from './bell'
import { clockWord } from './clock'
import { alone } from './locks'
import { readDevice } from './device'
import { envelopeFor, intakeKeyId, type Envelope } from './envelopes'
import { intend, note, openEntries, outset } from './manifest'
import { openDocuments } from './open'
import type { DocumentBody, ManifestEntry, Wrote } from './records'

export interface Author {
  user: string
  div: string
}

export interface NewDocument {
  database: string
  _id: string
  type: string
  /** what the document acts on; its `prev` is this device's event before it */
  subject: string | null
  fields: Record<string, unknown>
}

/** What was typed does not fit the document; `fields` names where, so that the form can show it. */
export class Invalid extends Error {
  constructor(readonly fields: readonly string[]) {
    super(`the document does not fit its schema: ${fields.join(', ')}`)
  }
}

/** One writer at a time over all tabs; repair takes the same lock, so it never meets a half-done write. */
export const WRITING = 'xunge-write'
/** Longer than any write takes. Numbers and intents are taken in one transaction, so passing over is safe. */
const PATIENCE_MS = 10_000
/** What stands for the number of a draft. */
const UNNUMBERED = 0

/** Returns when the document is on disk; writing the same id again changes nothing. Throws Invalid before anything
 * was written. */
export async function write(author: Author, draft: NewDocument): Promise<ManifestEntry> {
  const entry = await alone(WRITING, PATIENCE_MS, async () => {
    const chain = CHAINED.includes(draft.type) ? draft.subject : null
    const { known, prev, ...place } = await outset(author.user, draft._id, chain, CHAINED)
    if (known) return known.rev === null ? store(known) : known
    const fields = chain === null ? draft.fields : { ...draft.fields, prev }
    const make = (dev: string, dseq: number) => envelope(author, draft, fields, dev, dseq)
    const problems = problemsOf(draft.type, make('check', 1))
    if (problems.length > 0) throw new Invalid(problems)
    const intent = await intend({ user: author.user, database: draft.database, subject: draft.subject, body: make }, place)
    return store(intent)
  })
  setTimeout(() => ring('written')) // who reads lists anew begins after "saved" is on the screen
  return entry
}

/** Finishes what a crash or a full disk cut short, and, unless told `cutShort`, writes again what the document store
 * lost. Returns the ids it mended; one that cannot be mended now stays for the next time and holds up no other. */
export async function repair(user: string, which: 'all' | 'cutShort' = 'all'): Promise<string[]> {
  return alone(WRITING, PATIENCE_MS, async () => {
    const mended: string[] = []
    for (const entry of await openEntries(user)) {
      if (which === 'all' || entry.rev === null) await mend(entry).then((did) => did && mended.push(entry.id), () => undefined)
    }
    return mended
  })
}

async function mend(entry: ManifestEntry): Promise<boolean> {
  if (entry.body === null || (await isStored(entry))) return false
  await store(entry)
  return true
}

/** The document of a paper that is not signed yet: it has no number. Throws Invalid. */
export async function draftBody(author: Author, draft: NewDocument): Promise<DocumentBody> {
  const device = await readDevice(author.user)
  const fields = CHAINED.includes(draft.type) ? { ...draft.fields, prev: null } : draft.fields
  const body = envelope(author, draft, fields, device?.id ?? '', UNNUMBERED)
  const problems = problemsOf(draft.type, body)
  if (problems.length > 0) throw new Invalid(problems)
  return body
}

async function isStored(entry: ManifestEntry): Promise<boolean> {
  if (entry.rev === null) return false
  try {
    await openDocuments(entry.user, entry.database).get(entry.id, { rev: entry.rev })
    return true
  } catch (failure) {
    if (isStatus(failure, 404)) return false
    throw failure
  }
}

async function store(entry: ManifestEntry): Promise<ManifestEntry> {
  if (entry.body === null) throw new Error(`${entry.id} has no body to store`)
  if (entry.rev !== null) return storeAgain(entry, entry.body, entry.rev)
  const rev = await put(entry.user, entry.database, entry.body)
  const envelope = await envelopeOf({ ...entry, rev })
  await note(entry.id, { rev, envelope })
  return { ...entry, rev, envelope }
}

/** Seals to intake's present key what nobody else could hand in: of before the server named one, or named another. */
export async function sealMissing(user: string): Promise<void> {
  const key = await intakeKeyId()
  if (key === null) return
  const owed = (await openEntries(user)).filter((entry) => entry.state !== 'needs_you' || entry.denied)
  for (const entry of owed.filter(({ rev, body, envelope }) => rev !== null && body !== null && envelope?.key !== key)) {
    await note(entry.id, { envelope: await envelopeOf(entry) })
  }
}

/** What intake would be handed. */
function envelopeOf({ id, database, body, rev }: ManifestEntry): Promise<Envelope | null> {
  return envelopeFor(id, { database, document: { ...body, _rev: rev } })
}

/** Under the revision that the server may know already. */
async function storeAgain(entry: ManifestEntry, body: DocumentBody, rev: string): Promise<ManifestEntry> {
  await openDocuments(entry.user, entry.database).bulkDocs([{ ...body, _rev: rev }], { new_edits: false })
  return entry
}

async function put(user: string, database: string, body: DocumentBody): Promise<string> {
  const documents = openDocuments(user, database)
  try {
    return (await documents.put(body)).rev
  } catch (failure) {
    if (!isStatus(failure, 409)) throw failure
    const there = await documents.get(body._id)
    if ((there.wrote as Wrote).dseq !== UNNUMBERED) return there._rev // written before the crash, noted after it
    return (await documents.put({ ...body, _rev: there._rev })).rev // a paper that is signed now
  }
}

function envelope(
  author: Author,
  draft: NewDocument,
  fields: Record<string, unknown>,
  dev: string,
  dseq: number,
): DocumentBody {
  return {
    _id: draft._id,
    type: draft.type,
    v: 1,
    div: author.div,
    wrote: { by: author.user, dev, dseq, ...clockWord() },
    at_dev: isoLocal(new Date()),
    tz: Intl.DateTimeFormat().resolvedOptions().timeZone,
    ...fields,
  }
}

/** ISO 8601 with the device's own offset and milliseconds. */
export function isoLocal(moment: Date): string {
  const ahead = -moment.getTimezoneOffset()
  const sign = ahead < 0 ? '-' : '+'
  const two = (value: number) => String(Math.floor(Math.abs(value))).padStart(2, '0')
  const local = new Date(moment.getTime() + ahead * 60_000).toISOString().slice(0, -1)
  return `${local}${sign}${two(ahead / 60)}:${two(ahead % 60)}`
}

function isStatus(failure: unknown, status: number): boolean {
  return typeof failure === 'object' && failure !== null && (failure as { status?: number }).status === status
}
