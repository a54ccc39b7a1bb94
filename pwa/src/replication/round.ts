/** One round of synchronising: push, pull, receipts, intake, photos. Each step may fail by itself. */
import { ApiProblem, Unreachable } from '@/api/client'
import { freshToken, serverAnswers } from '@/api/session'
import { fetchReceipts } from '@/api/sync'
import { ring } from '@/db/bell'
import { readDevice } from '@/db/device'
import { amend, openEntries, settle } from '@/db/manifest'
import { openDocuments } from '@/db/open'
import type { ManifestEntry } from '@/db/records'
import { readSetting, saveSetting } from '@/db/settings'

import { deliverAll, dueForIntake } from './intake'
import { sendPhotos } from './photos'
import { verdictsFor } from './receipts'
import { withRemote } from './remote'
import { pull, push } from './replicate'

export interface Grant {
  name: string
  read: boolean
  write: boolean
}

export interface Person {
  id: string
  databases: readonly Grant[]
}

/** How the last round ended: `login` and `revoked` need the person, `unreachable` needs a network. */
export type Ending = 'good' | 'unreachable' | 'login' | 'revoked' | 'refused'

export interface LastSync {
  /** ISO 8601, the last round that went through */
  good_at: string | null
  tried_at: string
  ending: Ending
  /** the server's words when it refused */
  words: string | null
}

/** Does one round. `news` names the databases to pull, null for all. Never throws. */
export async function syncRound(person: Person, news: readonly string[] | null): Promise<LastSync> {
  let ending: Ending = 'good'
  let words: string | null = null
  try {
    await exchange(person, news)
  } catch (failure) {
    ending = endingOf(failure)
    words = failure instanceof ApiProblem ? failure.message : null
    if (ending === 'login') await deliverUnderDevice(person.id)
  }
  return noteSync(person.id, ending, words)
}

export async function lastSync(user: string): Promise<LastSync | null> {
  return (await readSetting<LastSync>(`sync:${user}`)) ?? null
}

async function exchange(person: Person, news: readonly string[] | null): Promise<void> {
  if (!(await serverAnswers())) throw new Unreachable() // navigator.onLine stays true when only the server is down
  await freshToken()
  for (const grant of person.databases) await pushOne(person.id, grant)
  for (const grant of [...person.databases].sort(namesFirst)) {
    if (grant.read && (news === null || news.includes(grant.name))) await pullOne(person.id, grant.name)
  }
  await collectReceipts(person.id)
  const due = dueForIntake(await openEntries(person.id), new Date())
  if (due.length > 0 && (await deliverAll(due, null)) > 0) ring('manifest')
  await sendPhotos(person.id)
  await deliverForOthers(person.id)
}

/** Reference data before what refers to it: names are on the phone before the records that need them. */
function namesFirst(a: Grant, b: Grant): number {
  return Number(b.name.startsWith('ref_')) - Number(a.name.startsWith('ref_'))
}

/** A role that was lost is a refusal of the whole database: then intake is the way. */
async function pushOne(user: string, grant: Grant): Promise<void> {
  const waiting = (await openEntries(user)).filter((entry) => isWaiting(entry) && entry.database === grant.name)
  if (waiting.length === 0) return
  try {
    const local = openDocuments(user, grant.name)
    const { denied } = await withRemote(grant.name, (remote) => push(local, remote))
    await noteHandedOver(waiting, new Set(denied.map((row) => row.id)))
  } catch (failure) {
    if (!isRefusal(failure)) throw failure
    await noteHandedOver(waiting, new Set(waiting.map((entry) => entry.id)))
  }
  ring('manifest')
}

async function pullOne(user: string, database: string): Promise<void> {
  const local = openDocuments(user, database)
  try {
    if ((await withRemote(database, (remote) => pull(local, remote))) > 0) ring('pulled')
  } catch (failure) {
    if (!isRefusal(failure)) throw failure
  }
}

async function collectReceipts(user: string): Promise<void> {
  const entries = await openEntries(user)
  if (entries.length === 0) return
  const verdicts = verdictsFor(entries, await fetchReceipts())
  for (const [id, verdict] of verdicts) await settle(id, verdict)
  if (verdicts.size > 0) ring('manifest')
}

/** Without a session the device still hands over what it holds, under its own credential. */
async function deliverUnderDevice(user: string): Promise<void> {
  const device = await readDevice(user)
  if (!device?.intake_key) return
  const waiting = (await openEntries(user)).filter((entry) => isWaiting(entry) && entry.dev === device.id)
  try {
    if (waiting.length > 0 && (await deliverAll(waiting, device)) > 0) ring('manifest')
  } catch (failure) {
    if (!(failure instanceof ApiProblem || failure instanceof Unreachable)) throw failure
  }
}

/** A colleague's unsent records on a shared phone have no session; their devices' credentials bring them in. */
async function deliverForOthers(me: string): Promise<void> {
  const others = new Set((await openEntries()).filter(isWaiting).map((entry) => entry.user))
  others.delete(me)
  for (const user of others) await deliverUnderDevice(user)
}

async function noteHandedOver(entries: readonly ManifestEntry[], denied: ReadonlySet<string>): Promise<void> {
  const sentAt = new Date().toISOString()
  for (const { id } of entries) {
    const refused = denied.has(id)
    await amend(id, () => ({ denied: refused, ...(!refused && { state: 'on_way', sent_at: sentAt }) }))
  }
}

async function noteSync(user: string, ending: Ending, words: string | null): Promise<LastSync> {
  const before = await lastSync(user)
  const now = new Date().toISOString()
  const good = ending === 'good' ? now : (before?.good_at ?? null)
  const last: LastSync = { good_at: good, tried_at: now, ending, words }
  await saveSetting(`sync:${user}`, last)
  return last
}

function isWaiting(entry: ManifestEntry): boolean {
  return entry.state === 'saved' && entry.rev !== null && !entry.denied
}

/** 403 and 404 of the whole database: no right to it, or it is gone. */
function isRefusal(failure: unknown): boolean {
  const status = (failure as { status?: number }).status
  return !(failure instanceof ApiProblem) && (status === 403 || status === 404)
}

function endingOf(failure: unknown): Ending {
  if (failure instanceof ApiProblem) {
    if (failure.code === 'device_revoked') return 'revoked'
    return failure.status === 401 ? 'login' : 'refused'
  }
  return failure instanceof Unreachable ? 'unreachable' : 'refused'
}
