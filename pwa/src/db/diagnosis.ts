/** How things stand on this phone, in numbers, dates and codes: what helps to find a fault, and nothing of what anybody
 * wrote. Ids, names, texts and places are not read out, not even into memory, as far as that can be. */
import { storageLeft, isPersistent } from './device'
import { isOpen } from './keys'
import { readLock } from './lock'
import { openDevice, openDocuments } from './open'
import { knownUsers } from './users'

export type Counts = Record<string, number>

export interface Diagnosis {
  people: number
  storage: { used: number; quota: number; persistent: boolean } | null
  /** what was written here, by state and type, and how old the oldest is that waits */
  written: { by: Counts; denied: number; cut_short: number; without_envelope: number; oldest_waiting: string | null }
  /** why records came back: codes */
  reasons: string[]
  photos: Counts
  drafts: Counts
  /** for each kind of database its documents by what their ids begin with; null while it is closed */
  databases: Record<string, Counts | null>
  lock: { pin: boolean; password: boolean; server: boolean; leased_until: string | null; wrong: number; waits_until: string | null; all_sealed: boolean } | null
}

const WAITING = ['saved', 'on_way']

export async function diagnose(user: string, names: readonly string[]): Promise<Diagnosis> {
  const device = await openDevice()
  const entries = await device.getAll('manifest')
  const waiting = entries.filter(({ state }) => WAITING.includes(state))
  return {
    people: (await knownUsers()).length,
    storage: await storage(),
    written: {
      by: counted(entries.map(({ state, type }) => `${state} ${type}`)),
      denied: entries.filter(({ denied }) => denied).length,
      cut_short: entries.filter(({ rev }) => rev === null).length,
      without_envelope: waiting.filter(({ envelope }) => !envelope).length,
      oldest_waiting: waiting.map(({ at }) => moment(Date.parse(at))).sort((a, b) => (a ?? '').localeCompare(b ?? ''))[0] ?? null,
    },
    reasons: entries.flatMap(({ reason }) => reason ?? []),
    photos: counted((await device.getAll('photos')).map(({ state }) => state)),
    drafts: counted((await device.getAllKeys('drafts')).map(([, form]) => begin(form))),
    databases: await databases(user, names),
    lock: await lock(user),
  }
}

async function storage(): Promise<Diagnosis['storage']> {
  const left = await storageLeft()
  return left && { ...left, persistent: await isPersistent() }
}

async function databases(user: string, names: readonly string[]): Promise<Diagnosis['databases']> {
  const found: Diagnosis['databases'] = {}
  for (const name of names) {
    const kind = name.slice(0, Math.max(0, name.indexOf('_')))
    const { [kind]: before } = found
    found[kind] = isOpen(user) ? sum(before ?? {}, counted(await idsBegin(user, name))) : null
  }
  return found
}

async function idsBegin(user: string, name: string): Promise<string[]> {
  return (await openDocuments(user, name).allDocs()).rows.map(({ id }) => begin(id))
}

async function lock(user: string): Promise<Diagnosis['lock']> {
  const found = await readLock(user)
  if (!found) return null
  const { pin, password, server, leased_until: until, wrong, wait_until: waits, moved } = found
  return {
    pin: pin !== null, password: password !== null, server: server !== null, leased_until: moment(until), wrong,
    waits_until: waits > 0 ? moment(waits) : null, all_sealed: moved,
  }
}

function begin(id: string): string {
  const at = id.indexOf(':')
  return at < 0 ? id : id.slice(0, at)
}

function counted(names: readonly string[]): Counts {
  return names.reduce<Counts>((counts, name) => ({ ...counts, [name]: (counts[name] ?? 0) + 1 }), {})
}

function sum(a: Counts, b: Counts): Counts {
  return Object.entries(b).reduce<Counts>((counts, [name, n]) => ({ ...counts, [name]: (counts[name] ?? 0) + n }), a)
}

/** To the minute: enough to see what was before what. */
function moment(ms: number | null): string | null {
  return ms === null || Number.isNaN(ms) ? null : `${new Date(ms).toISOString().slice(0, 16)}Z`
}
