/** Puts the documents of some days together, shift by shift. Pure. */
import type { Checkin, Checkpoint, Find, ShiftEvent, ShiftFile, ShiftHead, ShiftStatus } from './documents'
import { sha256Of } from './sticker'

export interface Documents {
  heads: unknown[]
  statuses: unknown[]
  events: unknown[]
  checkins: unknown[]
  finds: unknown[]
}

/** Shifts by id. An event whose shift is not on the phone yet waits for it in nobody's file. */
export function filesOf(documents: Documents): Map<string, ShiftFile> {
  const files = new Map<string, ShiftFile>()
  for (const head of documents.heads as ShiftHead[]) {
    files.set(head._id, { head, status: null, events: [], checkins: [], finds: [], unproven: new Set() })
  }
  for (const status of documents.statuses as ShiftStatus[]) {
    const file = files.get(status.subject)
    if (file) file.status = status
  }
  for (const event of documents.events as ShiftEvent[]) files.get(event.subject)?.events.push(event)
  for (const checkin of documents.checkins as Checkin[]) files.get(checkin.subject)?.checkins.push(checkin)
  for (const find of documents.finds as Find[]) files.get(find.subject)?.finds.push(find)
  return files
}

/** the sticker's token was read: from its picture, or from the tag behind it */
export const BY_TOKEN: readonly string[] = ['qr', 'nfc']
const NO_VISIT = ['bad_token', 'unknown_point']

/** Marks the check-ins that prove no visit, by the server's word or, before it has spoken, by the sticker's code. */
export async function markUnproven(
  files: ReadonlyMap<string, ShiftFile>,
  checkpoints: ReadonlyMap<string, Checkpoint>,
): Promise<void> {
  for (const file of files.values()) {
    for (const checkin of file.checkins) {
      const judged = file.status?.results[checkin._id]
      const unproven = judged ? judged.flags?.some((flag) => NO_VISIT.includes(flag)) : await isForeign(checkin, checkpoints)
      if (unproven) file.unproven.add(checkin._id)
    }
  }
}

async function isForeign(checkin: Checkin, checkpoints: ReadonlyMap<string, Checkpoint>): Promise<boolean> {
  const checkpoint = checkpoints.get(checkin.checkpoint ?? '')
  if (!BY_TOKEN.includes(checkin.method) || !checkpoint) return false
  return (await sha256Of(checkin.qr_token ?? '')) !== checkpoint.qr_sha256
}
