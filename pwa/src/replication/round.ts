/** One round of synchronising: push, pull, receipts, intake, photos. Each step may fail by itself. */
import { ApiProblem, Unreachable } from '@/api/client'
import { freshToken, serverAnswers } from '@/api/session'
import { fetchReceipts, type Sender } from '@/api/sync'
import { ring } from '@/db/bell'
import { mayCarryPhotos } from '@/db/connection'
import { readDevice, readFormerDevice, type DeviceRecord } from '@/db/device'
import { isOpen } from '@/db/keys'
import { amend, note, openEntries, settle } from '@/db/manifest'
import { openDocuments } from '@/db/open'
import { paperArrived, waitingPaper } from '@/db/papers'
import type { ManifestEntry } from '@/db/records'
import { readSetting, saveSetting } from '@/db/settings'
import { sealMissing } from '@/db/write'

import { sendClues } from './clues'
import { leaveFormer } from './handover'
import { deliverAll, dueForIntake, isDeliverable } from './intake'
import { sendPhotos } from './photos'
import { verdictsFor } from './receipts'
import { withRemote } from './remote'
import { pull, push } from './replicate'
import { eachByItself } from './steps'

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
  const { id, databases } = person
  await freshToken(id)
  const wanted = [...databases].sort(namesFirst).filter(({ name, read }) => read && (news === null || news.includes(name)))
  await eachByItself([
    () => sealMissing(id),
    ...databases.map((grant) => () => pushOne(id, grant)),
    () => denyUngranted(person),
    ...wanted.map(({ name }) => () => pullOne(id, name)),
    () => collectReceipts(id),
    () => handIn(id),
    () => sendClues(id),
    () => deliverForOthers(id),
    () => leaveFormer(id, databases.map(({ name }) => name)),
    async () => ((await mayCarryPhotos()) ? sendPhotos(id) : undefined),
  ])
}

/** Reference data before what refers to it: names are on the phone before the records that need them. */
function namesFirst(a: Grant, b: Grant): number {
  return Number(b.name.startsWith('ref_')) - Number(a.name.startsWith('ref_'))
}

/** A role that was lost is a refusal of the whole database: then intake is the way. */
async function pushOne(user: string, grant: Grant): Promise<void> {
  const waiting = (await openEntries(user)).filter((entry) => isWaiting(entry) && entry.database === grant.name)
  const paper = await waitingPaper(user, grant.name)
  if (waiting.length === 0 && paper === null) return
  try {
    const local = openDocuments(user, grant.name)
    const { denied } = await withRemote(grant.name, user, (remote) => push(local, remote))
    await noteHandedOver(waiting, new Set(denied.map((row) => row.id)))
    if (paper !== null) await paperArrived(user, grant.name, paper)
  } catch (failure) {
    const stumbled = failure instanceof Unreachable && failure.status === 500 // intake may still take what this gate cannot
    if (!isRefusal(failure) && !stumbled) throw failure
    await noteHandedOver(waiting, new Set(waiting.map((entry) => entry.id)))
    if (stumbled) throw failure
  }
  ring('manifest')
}

/** What waits for a database that is no longer granted: nobody pushes there, so intake must take it. */
async function denyUngranted({ id: user, databases }: Person): Promise<void> {
  const granted = new Set(databases.map((grant) => grant.name))
  const shutOut = (await openEntries(user)).filter((entry) => isWaiting(entry) && !granted.has(entry.database))
  for (const { id } of shutOut) await amend(id, () => ({ denied: true }))
}

/** Hands in what has waited too long. A session speaks for its own device only. */
async function handIn(user: string): Promise<void> {
  const device = await readDevice(user)
  const entries = await openEntries(user)
  const own = dueForIntake(entries.filter((entry) => entry.dev === device?.id), new Date())
  if (own.length > 0 && (await deliverAll(own, { owner: user })) > 0) ring('manifest')
  const former = new Set(entries.filter((entry) => entry.dev !== device?.id).map((entry) => entry.dev))
  for (const dev of former) await handInOfBefore(dev, user)
}

/** What was written under an id that this phone had before goes under that id's own credential. */
async function handInOfBefore(dev: string, user: string): Promise<void> {
  const former = await readFormerDevice(dev)
  if (former !== null && (await handInAs(former, user))) return
  const stranded = dueForIntake(await openEntriesOf(dev, user), new Date())
  for (const { id } of stranded) await amend(id, () => ({ state: 'needs_you', denied: true, reason: 'not_device', words: null }))
  if (stranded.length > 0) ring('manifest')
}

/** Under a device's own credential: hands in what waits and notes what has its receipt. False when the server does not
 * take the credential. */
async function handInAs({ id, intake_key: key }: DeviceRecord, user: string): Promise<boolean> {
  if (key === null) return false
  const sender = { credential: `${id}:${key}` }
  try {
    const open = await openEntriesOf(id, user)
    const due = [...open.filter(isWaiting), ...dueForIntake(open, new Date())]
    if ((await deliverAll(due, sender)) > 0) ring('manifest')
    await collectReceipts(user, sender)
    return true
  } catch (failure) {
    if (failure instanceof ApiProblem && failure.status === 401) return false
    throw failure
  }
}

async function openEntriesOf(dev: string, user: string): Promise<ManifestEntry[]> {
  return (await openEntries(user)).filter((entry) => entry.dev === dev)
}

async function pullOne(user: string, database: string): Promise<void> {
  const local = openDocuments(user, database)
  try {
    if ((await withRemote(database, user, (remote) => pull(local, remote))) > 0) ring('pulled')
  } catch (failure) {
    if (!isRefusal(failure)) throw failure
  }
}

async function collectReceipts(user: string, sender: Sender = { owner: user }): Promise<void> {
  const entries = await openEntries(user)
  if (entries.length === 0) return
  const verdicts = verdictsFor(entries, await fetchReceipts(sender))
  const enveloped = new Set(entries.flatMap(({ id, envelope }) => (envelope ? id : [])))
  for (const [id, verdict] of verdicts) {
    if (verdict.state === 'received' || isOpen(user)) await settle(id, verdict)
    else if (enveloped.has(id)) await note(id, { envelope: null }) // the server has it; its words wait until their reader is here
  }
  if (verdicts.size > 0) ring('manifest')
}

/** Without a session the device still hands over what it holds, under its own credential. */
async function deliverUnderDevice(user: string): Promise<void> {
  const devices = new Set((await openEntries(user)).map(({ dev }) => dev))
  const present = await readDevice(user)
  try {
    for (const dev of devices) {
      const device = dev === present?.id ? present : await readFormerDevice(dev)
      if (device) await handInAs(device, user)
    }
  } catch (failure) {
    if (!(failure instanceof ApiProblem || failure instanceof Unreachable)) throw failure
  }
}

/** A colleague's unsent records on a shared phone have no session. Their devices' credentials hand over the envelopes,
 * which nobody here can read, and learn which of them the server has. */
async function deliverForOthers(me: string): Promise<void> {
  const others = new Set((await openEntries()).map((entry) => entry.user))
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
  const before = await lastSync(user).catch(() => null)
  const now = new Date().toISOString()
  const good = ending === 'good' ? now : (before?.good_at ?? null)
  const last: LastSync = { good_at: good, tried_at: now, ending, words }
  await saveSetting(`sync:${user}`, last).catch(() => undefined) // a full disk must not stop what empties it
  return last
}

function isWaiting(entry: ManifestEntry): boolean {
  return isDeliverable(entry) && entry.state === 'saved' && entry.rev !== null && !entry.denied
}

/** 403 and 404 of the whole database: no right to it, or it is gone. An ApiProblem is about what was sent, and again
 * intake sorts out which record it is; too many requests (429) is about none. */
function isRefusal(failure: unknown): boolean {
  const status = (failure as { status?: number }).status ?? 0
  return (failure instanceof ApiProblem ? [400, 413, 422] : [403, 404]).includes(status)
}

function endingOf(failure: unknown): Ending {
  if (failure instanceof ApiProblem) {
    if (failure.code === 'device_revoked') return 'revoked'
    return failure.status === 401 ? 'login' : 'refused'
  }
  return failure instanceof Unreachable ? 'unreachable' : 'refused'
}
