/** Helpers for tests of duties, tasks and incidents: what the server says of them. */
import { openDocuments } from '@/db/open'

import { HEAD, OWN, VILLAGE, WORK } from './subjects'

export const DAY_MS = 86_400_000

export function dayFrom(days: number): string {
  return new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10)
}

export function momentFrom(days: number): string {
  return new Date(Date.now() + days * DAY_MS).toISOString()
}

/** The server's word on a duty whose days are around today. */
export async function aDuty(subject: string, more: Record<string, unknown>): Promise<void> {
  const window = { first: dayFrom(-3), last: dayFrom(3), starts_at: momentFrom(-3), ends_at: momentFrom(3) }
  await aStatus(WORK, subject, { ...window, ...more })
}

/** The server's word on something that is mine alone. */
export async function ofMine(subject: string, more: Record<string, unknown>): Promise<void> {
  await aStatus(OWN, subject, more)
}

/** The server has more to say of a duty. */
export async function toldAgain(subject: string, more: Record<string, unknown>): Promise<void> {
  const documents = openDocuments(HEAD, WORK)
  const told: object = await documents.get(`st:${subject}`)
  await documents.put({ ...told, ...more } as never)
}

async function aStatus(database: string, subject: string, more: Record<string, unknown>): Promise<void> {
  const plain = { type: 'st', subject, div: VILLAGE, rseq: 3, flags: [], results: {}, superseded: [], kept_both: {} }
  await openDocuments(HEAD, database).put({ _id: `st:${subject}`, ...plain, ...more } as never)
}
