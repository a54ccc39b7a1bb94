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
import { dropEntries, openEntries } from '@/db/manifest'
import { closeDocuments, destroyDocuments } from '@/db/open'
import { dropPhotos, photosToSend } from '@/db/photos'
import type { KnownUser } from '@/db/records'
import {
  activeUser,
  findUser,
  forgetUser,
  knownUsers,
  makeVerifier,
  matches,
  rememberUser,
  setActiveUser,
} from '@/db/users'
import { heldBy } from '@/replication/handover'
import { whileIdle } from '@/replication/idle'

/** `none`: not asked yet or no network; `login`: the server wants the password again; `revoked`: this device is out. */
export type Standing = 'none' | 'good' | 'login' | 'revoked'

/** Why a login did not open anything; the page has words for each. */
export class LoginRefused extends Error {
  constructor(readonly code: 'wrong_offline' | 'unknown_offline') {
    super(code)
  }
}

export const useSession = defineStore('session', () => {
  const user = shallowRef<KnownUser | null>(null)
  const known = shallowRef<KnownUser[]>([])
  const deviceId = ref<string | null>(null)
  /** the browser threw away what people kept on this phone */
  const storageLost = ref(false)
  /** this browser keeps nothing for us, as in a private window: without that nobody can work here */
  const blocked = ref(false)
  const standing = ref<Standing>('none')
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
    storageLost.value = await storageWasLost()
    known.value = await knownUsers()
    const active = await activeUser()
    if (active) await open(active)
  }

  /** With the server: its word counts. Without: the password of the last login on this device opens one's own data. */
  async function login(username: string, password: string): Promise<KnownUser> {
    const before = await findUser(username)
    const device = before && (await readDevice(before.id))
    try {
      const reply = await openSession({
        username,
        password,
        device: { ...(device && { id: device.id }), name: deviceName(), platform: devicePlatform() },
      })
      return await welcome(reply, username, password)
    } catch (failure) {
      const unwell = failure instanceof ApiProblem && failure.status >= 500
      if (unwell || failure instanceof Unreachable) return unlock(username, password)
      throw failure
    }
  }

  async function welcome(reply: SessionReply, username: string, password: string): Promise<KnownUser> {
    await adoptDevice(reply.user.id, reply.device)
    storageLost.value = false
    const fresh: KnownUser = {
      ...reply.user,
      username,
      half: reply.half,
      databases: reply.databases,
      verifier: await makeVerifier(password),
      last_login: new Date().toISOString(),
    }
    await rememberUser(fresh)
    void askPersistence()
    standing.value = 'good'
    return open(fresh)
  }

  async function unlock(username: string, password: string): Promise<KnownUser> {
    const mine = await findUser(username)
    if (!mine) throw new LoginRefused('unknown_offline')
    if (!(await matches(password, mine.verifier))) throw new LoginRefused('wrong_offline')
    standing.value = 'none'
    return open(mine)
  }

  async function open(who: KnownUser): Promise<KnownUser> {
    await setActiveUser(who.id)
    deviceId.value = (await readDevice(who.id))?.id ?? null
    expectUser(who.id)
    known.value = await knownUsers()
    user.value = who
    return who
  }

  /** How the last round with the server ended, as far as it is about being logged in. */
  function noteEnding(ending: string): void {
    if (ending === 'good') standing.value = 'good'
    else if (ending === 'login' || ending === 'revoked') standing.value = ending
  }

  async function refreshUser(reply: SessionReply): Promise<void> {
    standing.value = 'good'
    if (!user.value || user.value.id !== reply.user.id) return
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
      if (user.value?.id !== id) await closeDocuments(id)
    })
  }

  /** Takes everything of this person off the device. The caller has made sure that all of it has its receipt. */
  async function leaveForGood(): Promise<void> {
    const mine = user.value
    if (!mine) return
    await closeSession()
    await whileIdle(() => wipe(mine))
    await lock()
    known.value = await knownUsers()
  }

  return {
    user, known, deviceId, storageLost, blocked, standing, ready, team, township,
    start, login, noteEnding, lock, leaveForGood,
  }
})

/** Something of this person is on this phone only: it is not taken off. */
export class NotAllSent extends Error {}

/** Everything of this person that the device keeps. Looks once more: another tab may have written meanwhile. */
async function wipe(user: KnownUser): Promise<void> {
  const owed = (await openEntries(user.id)).filter((entry) => entry.state !== 'needs_you' || entry.denied)
  if (owed.length > 0 || (await photosToSend(user.id)).length > 0) throw new NotAllSent('not everything was sent')
  const granted = user.databases.map((database) => database.name)
  await destroyDocuments(user.id, [...new Set([...granted, ...(await heldBy(user.id))])])
  await Promise.all([clearDrafts, dropPhotos, dropEntries, dropDevice, forgetUser].map((drop) => drop(user.id)))
}
