/** Helpers for tests of what a phone keeps. */
import { IDBFactory } from 'fake-indexeddb'

import { adoptDevice } from '@/db/device'
import { forgetIntakeKey } from '@/db/envelopes'
import { unlockWith } from '@/db/keys'
import { makeLock, wrapBy } from '@/db/lock'
import { closeAll } from '@/db/open'
import type { ManifestEntry } from '@/db/records'
import { newUlid } from '@/db/manifest'
import type { Author, NewDocument } from '@/db/write'

export const LEAD: Author = { user: 'chibi-lead', div: '421102001' }
export const PATROL = 'patrol_421102001'
export const SHIFT = 'shift:421102001-p1:2026-11-23:day'

/** What unlocks everybody's data in tests. */
export const SECRET = new Uint8Array(32).fill(7)

/** A phone out of the box on which this person has logged in once. */
export async function aPhone(device = 'dev-a', user = LEAD.user): Promise<void> {
  await closeAll()
  globalThis.indexedDB = new IDBFactory()
  localStorage.clear()
  forgetIntakeKey()
  await unlockWith(user, SECRET)
  await adoptDevice(user, { id: device, intake_key: 'key', epoch: 1 })
}

/** Others whose data is open in this page too. */
export async function open(...users: string[]): Promise<void> {
  for (const user of users) await unlockWith(user, SECRET)
}

export const PIN = '246810'
export const PASSWORD = 'secret'

/** This person has chosen a PIN here and logged in with a password. */
export async function hasLock(user = LEAD.user): Promise<void> {
  await makeLock(user)
  await wrapBy(user, 'pin', PIN, SECRET)
  await wrapBy(user, 'password', PASSWORD, SECRET)
}

/** As the system does it: nothing is finished, what was written stays. */
export async function killTab(): Promise<void> {
  await closeAll()
}

export function aCheckin(changes: Partial<NewDocument> = {}): NewDocument {
  return {
    database: PATROL,
    _id: `ck:421102001-p1:2026-11-23:day:${newUlid()}`,
    type: 'ckin',
    subject: SHIFT,
    fields: {
      subject: SHIFT,
      checkpoint: '421102001-c001',
      method: 'hand',
      qr_token: null,
      point: null,
      acc: null,
      reason: '贴纸损坏',
      seen: 0,
      seen_ids: [],
    },
    ...changes,
  }
}

/** A paper that its author has not signed yet. */
export function anInspection(database: string, text = '门口'): NewDocument {
  const id = 'insp:yucai:2026-11:chibi-inspector'
  const fields = { school: 'yucai', month: '2026-11', on: '2026-11-23', answers: {}, attach: [], text, submitted_at: null }
  return { database, _id: id, type: 'inspection', subject: id, fields }
}

export function anEntry(changes: Partial<ManifestEntry> = {}): ManifestEntry {
  return {
    id: 'ck:x:1',
    dev: 'dev-a',
    dseq: 1,
    user: LEAD.user,
    database: PATROL,
    type: 'ckin',
    subject: SHIFT,
    rev: '1-a',
    at: '2026-11-23T08:00:00.000+08:00',
    state: 'on_way',
    sent_at: '2026-11-23T00:00:01.000Z',
    denied: false,
    reason: null,
    words: null,
    body: { _id: 'ck:x:1', type: 'ckin', v: 1, div: '421102001', wrote: { by: 'a', dev: 'dev-a', dseq: 1 }, at_dev: '', tz: '' },
    ...changes,
  }
}
