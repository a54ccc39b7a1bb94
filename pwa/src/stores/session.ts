/** Who works on this device now. Opening one's own data needs no network after the first login. */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import { ApiProblem, Unreachable } from '@/api/client'
import { closeSession, expectUser, onRenewed, openSession, type SessionReply } from '@/api/session'
import {
  adoptDevice,
  askPersistence,
  deviceName,
  devicePlatform,
  dropDevice,
  readDevice,
  storageWasLost,
} from '@/db/device'
import { clearDrafts } from '@/db/drafts'
import { takeIntakeKey } from '@/db/envelopes'
import { forgetKeys } from '@/db/keys'
import { dropLock, type Loan } from '@/db/lock'
import { dropEntries, entriesAsStored, openEntries } from '@/db/manifest'
import { closeDocuments, destroyDocuments } from '@/db/open'
import { waitingPaper } from '@/db/papers'
import { dropPhotos, photosToSend } from '@/db/photos'
import { training, trainingLeft } from '@/db/realm'
import type { KnownUser } from '@/db/records'
import { dropTrack, hasTrack } from '@/db/track'
import {
  activeUser,
  findUser,
  forgetUser,
  knownUsers,
  rememberUser,
  setActiveUser,
} from '@/db/users'
import type { Progress } from '@/db/secure'
import { heldBy } from '@/replication/handover'
import { whileIdle } from '@/replication/idle'

import { Vault } from './vault'

/** `none`: not asked yet or no network; `login`: the server wants the password again; `revoked`: this device is out. */
export type Standing = 'none' | 'good' | 'login' | 'revoked'

/** Why a login did not open anything; the page has words for each. */
export class LoginRefused extends Error {
  constructor(readonly code: 'wrong_offline' | 'unknown_offline' | 'lapsed_offline' | 'wait_offline' | 'pin_offline') {
    super(code)
  }
}

export const useSession = defineStore('session', () => {
  const user = shallowRef<KnownUser | null>(null)
  const known = shallowRef<KnownUser[]>([])
  /** those of them whose data a PIN opens */
  const withPin = shallowRef<KnownUser[]>([])
  /** who is to choose a PIN before their data opens */
  const choosing = shallowRef<KnownUser | null>(null)
  /** who was working here when the page was closed */
  const away = shallowRef<KnownUser | null>(null)
  /** the server took the password, and only the PIN of before can open what is here */
  const lastWay = ref(false)
  /** how far what was kept before there were keys is sealed */
  const securing = shallowRef<Progress | null>(null)
  const vault = new Vault()
  const deviceId = ref<string | null>(null)
  /** the browser threw away what people kept on this phone */
  const storageLost = ref(false)
  /** this browser keeps nothing for us, as in a private window: without that nobody can work here */
  const blocked = ref(false)
  const standing = ref<Standing>('none')
  const practising = training !== null
  const ready = ref(false)
  const team = computed(() => user.value?.team ?? null)
  const township = computed(() => user.value?.div.slice(0, 9) ?? '')

  onRenewed((reply) => void refreshUser(reply))

  /** Reads the device's memory; opens the data of whoever was working when the tab was killed. */
  async function start(): Promise<void> {
    if (ready.value) return
    try {
      await remember()
    } catch {
      blocked.value = true
    }
    ready.value = true
  }

  async function remember(): Promise<void> {
    if (training) return practise()
    if (trainingLeft()) void import('@/db/training').then(({ clearLeft }) => clearLeft()).catch(() => undefined)
    storageLost.value = await storageWasLost()
    await look()
    const active = await activeUser()
    if (!active) return
    if (!usesPin(active)) await open(active)
    else if (await vault.hasPin(active.id)) away.value = active
    else if (await vault.begin(active.id)) choosing.value = active // a phone from before there were keys
  }

  /** This page is for training: nobody logs in. What cannot be opened any more is ended. */
  async function practise(): Promise<void> {
    const { openTraining } = await import('@/db/training')
    if (training) await openTraining(training).catch(() => undefined)
    const trainee = await activeUser()
    if (trainee) await open(trainee)
    else await endPractice()
  }

  async function endPractice(): Promise<void> {
    const { stopTraining } = await import('@/stores/training')
    await stopTraining()
  }

  async function look(): Promise<void> {
    known.value = await knownUsers()
    const pins = await Promise.all(known.value.map(({ id }) => vault.hasPin(id)))
    withPin.value = known.value.filter((_, place) => pins[place])
  }

  /** With the server: its word counts. Without: the password of the last login on this device opens one's own data.
   * `newPin`: the PIN was forgotten. Who has no PIN yet is `choosing` afterwards, and enters once it is chosen. */
  async function login(username: string, password: string, newPin = false): Promise<KnownUser> {
    const before = await findUser(username)
    const device = before && (await readDevice(before.id))
    try {
      const reply = await openSession({
        username,
        password,
        device: { ...(device && { id: device.id }), name: deviceName(), platform: devicePlatform() },
      })
      return await welcome(reply, username, password, newPin)
    } catch (failure) {
      const unwell = failure instanceof ApiProblem && failure.status >= 500
      if (unwell || failure instanceof Unreachable) return unlock(username, password, newPin)
      throw failure
    }
  }

  async function welcome(reply: SessionReply, username: string, password: string, newPin: boolean): Promise<KnownUser> {
    await adoptDevice(reply.user.id, reply.device)
    await takeIntakeKey(reply.server.intake)
    storageLost.value = false
    const fresh: KnownUser = {
      ...reply.user,
      username,
      half: reply.half,
      databases: reply.databases,
      last_login: new Date().toISOString(),
    }
    await rememberUser(fresh)
    void askPersistence()
    standing.value = 'good'
    const opened = await vault.openAtLogin(fresh.id, password, loanOf(reply))
    return opened ? enter(fresh, newPin) : wait(fresh)
  }

  /** Neither the server's key nor this password fits the lock any more: only the PIN is left. */
  async function wait(who: KnownUser): Promise<KnownUser> {
    await look()
    away.value = who
    lastWay.value = true
    return who
  }

  async function unlock(username: string, password: string, newPin: boolean): Promise<KnownUser> {
    const mine = await findUser(username)
    if (!mine) throw new LoginRefused('unknown_offline')
    const refusal = await vault.openByPassword(mine, password)
    if (refusal) throw new LoginRefused(`${refusal}_offline`)
    standing.value = 'none'
    return enter(mine, newPin)
  }

  /** Opens one's data by the PIN. Throws Refused. */
  async function unlockByPin(who: KnownUser, pin: string): Promise<void> {
    await vault.openByPin(who.id, pin)
    standing.value = 'none'
    await enter(who, false)
  }

  /** The first PIN, or one in the place of a forgotten one. */
  async function choosePin(pin: string): Promise<void> {
    const who = choosing.value
    if (!who) return
    await vault.setPin(who.id, pin)
    await enter(who, false)
  }

  /** Throws Refused when `before` is not the PIN. */
  async function changePin(before: string, pin: string): Promise<void> {
    if (user.value) await vault.changePin(user.value.id, before, pin)
  }

  async function enter(who: KnownUser, newPin: boolean): Promise<KnownUser> {
    away.value = null
    lastWay.value = false
    if (usesPin(who) && (newPin || !(await vault.hasPin(who.id)))) {
      choosing.value = who
      return who
    }
    choosing.value = null
    await vault.secure(who, (progress) => (securing.value = progress))
    securing.value = null
    return open(who)
  }

  async function open(who: KnownUser): Promise<KnownUser> {
    await setActiveUser(who.id)
    deviceId.value = (await readDevice(who.id))?.id ?? null
    expectUser(who.id)
    await look()
    user.value = who
    if (await hasTrack(who.id)) void import('@/stores/track').then(({ useTrack }) => useTrack().forgetEnded()).catch(() => undefined) // the next opening tries again
    return who
  }

  /** How the last round with the server ended, as far as it is about being logged in. */
  function noteEnding(ending: string): void {
    if (ending === 'good') standing.value = 'good'
    else if (ending === 'login' || ending === 'revoked') standing.value = ending
    if (ending === 'revoked') void shutOut()
  }

  /** The office has blocked this device. What the server has goes for good, key and all; while anything is here only, it
   * stays sealed, and nothing but the server opens it again. */
  async function shutOut(): Promise<void> {
    const mine = user.value
    if (!mine || !usesPin(mine)) return
    const wiped = await whileIdle(() => wipe(mine)).then(() => true, () => false)
    if (!wiped) await vault.shut(mine.id)
    await rest()
    standing.value = 'revoked'
  }

  /** Locks, for the same person to go on. */
  async function rest(): Promise<void> {
    if (training) return endPractice() // whoever comes next finds the work, locked
    const mine = user.value
    await lock()
    await look()
    away.value = mine
  }

  async function refreshUser(reply: SessionReply): Promise<void> {
    standing.value = 'good'
    await takeIntakeKey(reply.server.intake)
    if (!user.value || user.value.id !== reply.user.id) return
    await vault.renew(reply.user.id, loanOf(reply))
    const fresh = { ...user.value, ...reply.user, half: reply.half, databases: reply.databases }
    user.value = fresh
    await rememberUser(fresh)
  }

  /** Changing the user: the data stays, closed. Never refuses. */
  async function lock(): Promise<void> {
    if (!user.value) return
    const { id } = user.value
    await setActiveUser(null)
    expectUser(null)
    user.value = null
    standing.value = 'none'
    void whileIdle(async () => {
      if (user.value?.id === id || choosing.value?.id === id) return
      await closeDocuments(id)
      forgetKeys(id)
    })
  }

  /** Takes everything of this person off the device. The caller has made sure that all of it has its receipt. */
  async function leaveForGood(): Promise<void> {
    const mine = user.value
    if (!mine) return
    await closeSession()
    await whileIdle(() => wipe(mine))
    await lock()
    await look()
  }

  /** Somebody else is going to work here. */
  function putAway(): void {
    away.value = null
    choosing.value = null
  }

  return {
    user, known, withPin, choosing, away, lastWay, securing, deviceId, storageLost, blocked, standing, training: practising, ready, team, township,
    start, login, unlockByPin, choosePin, changePin, putAway, noteEnding, lock, rest, leaveForGood,
  }
})

/** Who works at a desk keeps nothing on the device, and needs no PIN. */
function usesPin(who: KnownUser): boolean {
  return who.half !== 'console'
}

function loanOf({ device }: SessionReply): Loan | null {
  return device.storage ? { device: device.id, ...device.storage } : null
}

/** Something of this person is on this phone only: it is not taken off. */
export class NotAllSent extends Error {}

/** Everything of this person that the device keeps. Looks once more: another tab may have written meanwhile. */
async function wipe(user: KnownUser): Promise<void> {
  const owed = (await openEntries(user.id)).filter((entry) => entry.state !== 'needs_you' || entry.denied)
  if (owed.length > 0 || (await photosToSend(user.id)).length > 0) throw new NotAllSent('not everything was sent')
  const held = [...user.databases.map(({ name }) => name), ...(await entriesAsStored(user.id)).map(({ database }) => database), ...(await heldBy(user.id))]
  const databases = [...new Set(held)]
  const papers = await Promise.all(databases.map((name) => waitingPaper(user.id, name)))
  if (papers.some((waiting) => waiting !== null)) throw new NotAllSent('a paper was not sent')
  await destroyDocuments(user.id, databases)
  await Promise.all([clearDrafts, dropPhotos, dropEntries, dropDevice, dropLock, dropTrack, forgetUser].map((drop) => drop(user.id)))
}
