/** Helpers for tests of the patrol's pages: a shift that is running, with checkpoints. */
import { openDocuments } from '@/db/open'
import { activeUser, rememberUser } from '@/db/users'
import { isoLocal } from '@/db/write'

import { aLead, reopen } from './lost'
import { LEAD, PATROL } from './phone'

const REF = 'ref_421102001'
const TEAM = '421102001-p1'
const TODAY = isoLocal(new Date()).slice(0, 10)
export const RUNNING = `shift:${TEAM}:${TODAY}:day`

/** The lead's phone during a shift that visits these checkpoints. */
export async function aPatrol(points: { code: string; qr_sha256?: string }[]): Promise<void> {
  await aLead()
  const user = await activeUser()
  if (user) await rememberUser({ ...user, team: TEAM, databases: [{ name: PATROL, read: true, write: true }, { name: REF, read: true, write: false }] })
  const now = Date.now()
  const at = (minutes: number) => isoLocal(new Date(now + minutes * 60_000))
  for (const [place, point] of points.entries()) {
    const where = { lat: 30.44 + place / 1000, lon: 114.87 }
    await put(REF, { _id: `checkpoint:${point.code}`, type: 'checkpoint', name: `${place + 1}号点`, point: where, radius_m: 60, must: true, state: 'active', qr_sha256: '', ...point })
  }
  const head = { v: 1, div: LEAD.div, wrote: { by: 'server', dev: 'server', dseq: 0 }, at_dev: at(-90), tz: 'UTC', team: TEAM, date: TODAY, slot: 'day', planned: true }
  const must = points.map(({ code }) => code)
  await put(PATROL, { _id: RUNNING, type: 'shift', ...head, starts_at: at(-60), ends_at: at(180), members: [LEAD.user], vehicle: null, must_points: must })
  const begun = { started_at: at(-50), ended_at: null, on_duty: [LEAD.user], vehicle: null, must_missed: [], duty_intervals: [[at(-50), null]] }
  const told = { subject: RUNNING, div: LEAD.div, rseq: 7, state: 'started', flags: [], results: {}, superseded: [] }
  await put(PATROL, { _id: `st:${RUNNING}`, type: 'st', ...told, ...begun })
  await reopen()
}

/** Somebody else ended it. */
export async function endsElsewhere(): Promise<void> {
  const documents = openDocuments(LEAD.user, PATROL)
  const told: object = await documents.get(`st:${RUNNING}`)
  await documents.put({ ...told, state: 'ended', ended_at: isoLocal(new Date()), rseq: 8 } as never)
}

async function put(database: string, document: object): Promise<void> {
  await openDocuments(LEAD.user, database).put(document as never)
}
