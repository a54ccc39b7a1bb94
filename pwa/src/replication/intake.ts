/** The second gate: what was handed over and has no receipt, or was refused at the first gate, goes to intake, which
 * keeps it and decides afterwards. */
import { ApiProblem } from '@/api/client'
import { deliver, type Delivery, type Refusal, type SealedDelivery, type Sender, type TakenIn } from '@/api/sync'
import { amend } from '@/db/manifest'
import type { ManifestEntry } from '@/db/records'
import { currentLocale } from '@/locales'

/** How long a record may be on its way before the second gate is tried. */
export const RECEIPT_DUE_MS = 20_000
const AT_ONCE = 50
/** Answers about what was sent, not about the sender: one record of the delivery causes them. */
const ABOUT_RECORDS = [400, 413, 422]

/** Those entries that intake should take now. Pure. A clock that was set back makes nothing wait. */
export function dueForIntake(entries: readonly ManifestEntry[], now: Date): ManifestEntry[] {
  return entries.filter((entry) => {
    if (!isDeliverable(entry) || entry.rev === null || entry.state === 'needs_you') return false
    if (entry.denied) return true
    return entry.sent_at !== null && Math.abs(now.getTime() - Date.parse(entry.sent_at)) >= RECEIPT_DUE_MS
  })
}

/** Whether it can be handed in by whoever works here: what a colleague left is in its envelope. */
export function isDeliverable({ body, envelope }: ManifestEntry): boolean {
  return body !== null || Boolean(envelope)
}

/** Delivers; returns how many entries have another state now. */
export async function deliverAll(entries: readonly ManifestEntry[], sender: Sender): Promise<number> {
  let changed = 0
  for (let first = 0; first < entries.length; first += AT_ONCE) {
    changed += await deliverSome(entries.slice(first, first + AT_ONCE), sender)
  }
  return changed
}

/** A delivery that is refused as a whole is sent record by record, so that one bad record holds up no other. */
async function deliverSome(entries: readonly ManifestEntry[], sender: Sender): Promise<number> {
  const answer = await attempt(entries, sender)
  if (answer !== null) return note(entries, answer)
  let changed = 0
  for (const entry of entries) changed += await deliverSome([entry], sender)
  return changed
}

async function attempt(entries: readonly ManifestEntry[], sender: Sender): Promise<TakenIn | null> {
  try {
    const open = entries.filter(({ body }) => body !== null)
    return await deliver(open.map(deliveryOf), sender, entries.flatMap(sealedOf))
  } catch (failure) {
    if (!(failure instanceof ApiProblem && ABOUT_RECORDS.includes(failure.status))) throw failure
    const [only] = entries
    return entries.length === 1 && only ? { accepted: [], refused: [refusalOf(only, failure)] } : null
  }
}

/** What a colleague left and intake cannot take waits for its author after all, who is told why. */
async function note(entries: readonly ManifestEntry[], { accepted, refused = [] }: TakenIn): Promise<number> {
  const sentAt = new Date().toISOString()
  const taken = new Set(accepted.map(({ id }) => id))
  const [only] = entries
  for (const { id } of entries.filter((entry) => taken.has(entry.id))) {
    await amend(id, () => ({ state: 'on_way', sent_at: sentAt, denied: false }))
  }
  for (const { id, reason, words } of refused) {
    const named = id ?? (entries.length === 1 ? only?.id : null) // an id that is no text comes back as null
    if (named) await amend(named, ({ body }) => (body === null ? { envelope: null } : { state: 'needs_you', denied: true, reason, words }))
  }
  return accepted.length + refused.length
}

function refusalOf({ id, rev }: ManifestEntry, { code, message }: ApiProblem): Refusal {
  return { id, rev, reason: code, words: message ? { [currentLocale()]: message } : null }
}

function sealedOf({ id, rev, body, envelope }: ManifestEntry): SealedDelivery[] {
  return body === null && envelope ? [{ id, rev, box: envelope.box }] : []
}

function deliveryOf(entry: ManifestEntry): Delivery {
  return { database: entry.database, document: { ...entry.body, _rev: entry.rev } }
}
