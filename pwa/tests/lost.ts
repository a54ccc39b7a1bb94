/** Helpers for tests of values that gave way to others. */
import { createPinia, setActivePinia } from 'pinia'

import { amend, openEntries } from '@/db/manifest'
import { openDocuments } from '@/db/open'
import { rememberUser, setActiveUser } from '@/db/users'
import { write } from '@/db/write'
import { useSession } from '@/stores/session'

import { aCheckin, aPhone, hasLock, LEAD, PATROL, PIN, SHIFT } from './phone'

const origin = (value: unknown, by: string, id: string) => ({ value, by, at: '2026-11-23T00:05:00.000Z', id, rseq: 2 })
/** A value of the lead's that gave way to a member's, as the server writes it down. */
export const lost = (field: string, mine: unknown, theirs: unknown, more = {}) => ({
  field,
  ...origin(mine, LEAD.user, `sev:mine-${field}`),
  won: origin(theirs, 'chibi-p02', `sev:theirs-${field}`),
  concurrent: true,
  ...more,
})

/** The server's word on the shift. */
export async function aStatus(changes: Record<string, unknown>): Promise<void> {
  const documents = openDocuments(LEAD.user, PATROL)
  const before = await documents.get(`st:${SHIFT}`).catch(() => null)
  await documents.put({
    _id: `st:${SHIFT}`,
    ...(before ? { _rev: before._rev } : {}),
    type: 'st',
    div: LEAD.div,
    subject: SHIFT,
    rseq: 7,
    state: 'started',
    flags: [],
    results: {},
    superseded: [],
    ...changes,
  } as never)
}

/** The lead, logged in on a phone out of the box. */
export async function aLead(): Promise<void> {
  await aPhone()
  await rememberUser({
    id: LEAD.user, username: 'chibi-lead', name: '巡逻员-001', unit: 'u', div: LEAD.div, division_name: '赤壁街道', roles: ['patrol_lead'],
    team: '421102001-p1', half: 'field', databases: [{ name: PATROL, read: true, write: true }],
    last_login: '2026-11-23T00:00:00Z',
  })
  await hasLock()
  await setActiveUser(LEAD.user)
  await reopen()
}

/** The application is opened and gets the PIN. */
export async function reopen(): Promise<void> {
  setActivePinia(createPinia())
  const session = useSession()
  await session.start()
  if (session.away) await session.unlockByPin(session.away, PIN)
}

/** A check-in of the lead's about which the centre has a word. */
export async function aReturnedCheckin(words: string): Promise<void> {
  const { id } = await write(LEAD, aCheckin())
  await amend(id, () => ({ state: 'needs_you', reason: 'not_while_planned', words: { 'zh-CN': words, en: words } }))
}

/** The actions that the lead has written and that wait to be sent. */
export async function unsentActions(): Promise<unknown[]> {
  return (await openEntries(LEAD.user)).map((entry) => entry.body?.action)
}
