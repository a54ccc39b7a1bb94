/** The second gate: what was handed over and has no receipt, or was refused at the first gate, goes to intake, which
 * keeps it and decides afterwards. */
import { ApiProblem } from '@/api/client'
import { deliver, type Delivery } from '@/api/sync'
import type { DeviceRecord } from '@/db/device'
import { amend } from '@/db/manifest'
import type { ManifestEntry } from '@/db/records'

/** How long a record may be on its way before the second gate is tried. */
export const RECEIPT_DUE_MS = 20_000
const AT_ONCE = 50

/** Those entries that intake should take now. Pure. */
export function dueForIntake(entries: readonly ManifestEntry[], now: Date): ManifestEntry[] {
  return entries.filter((entry) => {
    if (entry.body === null || entry.rev === null || entry.state === 'needs_you') return false
    if (entry.denied) return true
    return entry.sent_at !== null && now.getTime() - Date.parse(entry.sent_at) >= RECEIPT_DUE_MS
  })
}

/** Delivers; returns how many were accepted. Uses the device's credential when `device` is given. */
export async function deliverAll(entries: readonly ManifestEntry[], device: DeviceRecord | null): Promise<number> {
  const credential = device?.intake_key ? `${device.id}:${device.intake_key}` : null
  let accepted = 0
  for (let first = 0; first < entries.length; first += AT_ONCE) {
    accepted += await deliverSome(entries.slice(first, first + AT_ONCE), credential)
  }
  return accepted
}

async function deliverSome(entries: readonly ManifestEntry[], credential: string | null): Promise<number> {
  const taken = await deliver(entries.map(deliveryOf), credential).catch((failure: unknown) => {
    if (failure instanceof ApiProblem && failure.status === 422) return [] // stays as it is, and is shown as unsent
    throw failure
  })
  const sentAt = new Date().toISOString()
  for (const { id } of taken) await amend(id, () => ({ state: 'on_way', sent_at: sentAt, denied: false }))
  return taken.length
}

function deliveryOf(entry: ManifestEntry): Delivery {
  return { database: entry.database, document: { ...entry.body, _rev: entry.rev } }
}
