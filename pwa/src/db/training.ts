/** What a training keeps: databases of its own, filled at its beginning and deleted at its end. */
import { deleteDB } from 'idb'

import { adoptDevice } from './device'
import { fromBase64, newSecret, toBase64, unlockWith } from './keys'
import { closeAll, openDocuments } from './open'
import { forgetSeed, noteCleared, TRAINING_REALM, turnToTraining, turnToWork, type Training } from './realm'
import type { KnownUser } from './records'
import { rememberUser, setActiveUser } from './users'

/** What the trainee finds: who they are, and the documents of each database. */
export interface Seed {
  user: KnownUser
  documents: Record<string, (Record<string, unknown> & { _id: string })[]>
}

/** One tab of this phone trains at a time; it holds this lock for as long as it lives. */
const LOCK = 'xunge-training'
const POUCH = '_pouch_'
const PATIENCE_MS = 3_000

/** From the next load on this tab trains. False while another tab does. */
export async function beginTraining(seed: Seed): Promise<boolean> {
  if (await someoneTrains()) return false
  turnToTraining({ user: seed.user.id, secret: toBase64(newSecret()), seed: JSON.stringify(seed) })
  return true
}

/** Opens the training that this page is for: sown at its first load, gone on with at the others. */
export async function openTraining(training: Training): Promise<void> {
  void navigator.locks.request(LOCK, () => new Promise(() => undefined))
  if (training.seed !== null) await clear() // a load that was killed while it sowed
  await unlockWith(training.user, fromBase64(training.secret))
  if (training.seed === null) return
  await sow(JSON.parse(training.seed) as Seed)
  forgetSeed(training)
}

async function sow({ user, documents }: Seed): Promise<void> {
  await adoptDevice(user.id, { id: 'training', epoch: 1 })
  await rememberUser(user)
  for (const [name, rows] of Object.entries(documents)) await openDocuments(user.id, name).bulkDocs(rows as never)
  await setActiveUser(user.id)
}

/** Deletes all of it; the next load of this tab is for work again, and deletes what something held on to here. */
export async function endTraining(): Promise<void> {
  turnToWork()
  await closeAll()
  await Promise.race([clear().then(noteCleared), new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))])
}

/** Deletes what the training of a killed tab left, unless another tab trains now. */
export async function clearLeft(): Promise<void> {
  if (await someoneTrains()) return
  await clear()
  noteCleared()
}

async function clear(): Promise<void> {
  const names = (await indexedDB.databases()).flatMap(({ name }) => name ?? [])
  await Promise.all(names.filter(ofTraining).map((name) => deleteDB(name)))
  Object.keys(localStorage).filter(ofTraining).forEach((key) => localStorage.removeItem(key)) // PouchDB's notes
}

function ofTraining(name: string): boolean {
  return name.replace(POUCH, '').startsWith(TRAINING_REALM)
}

async function someoneTrains(): Promise<boolean> {
  return ((await navigator.locks.query()).held ?? []).some(({ name }) => name === LOCK)
}
