import { IDBFactory } from 'fake-indexeddb'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { useSession } from './session'

import { forget } from '@/api/token'
import { readDraft, saveDraft } from '@/db/drafts'
import { newSecret, toBase64 } from '@/db/keys'
import { readLock } from '@/db/lock'
import { openEntries, settle } from '@/db/manifest'
import { saveSetting } from '@/db/settings'
import { makeVerifier, rememberUser, setActiveUser } from '@/db/users'
import { write } from '@/db/write'

import { aCheckin, aPhone, killTab, LEAD, PIN } from '../../tests/phone'
import { rawText } from '../../tests/raw'

const MATE = { user: 'chibi-p02', div: LEAD.div }
const KEYS = { [LEAD.user]: toBase64(newSecret()), [MATE.user]: toBase64(newSecret()), office: toBase64(newSecret()) }
/** The server, as far as it lets people in. */
const server = { up: true, device: 'dev-a', password: 'secret', keys: KEYS }

function answer(address: string | URL, init: RequestInit = {}): Promise<Response> {
  const json = (body: unknown, status = 200) => Promise.resolve(new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } }))
  if (!server.up) return Promise.reject(new TypeError('Failed to fetch'))
  if (init.method !== 'POST' || !String(address).endsWith('/api/session')) return json({}, 404)
  const { username, password } = JSON.parse(String(init.body)) as Record<string, string>
  if (!username || password !== server.password) return json({ code: 'bad_credentials', title: 'no' }, 401)
  return json({
    access_token: 't',
    expires_in: 900,
    user: { id: username, name: username, unit: 'u', div: LEAD.div, division_name: 'x', roles: [], team: null },
    device: { id: `${server.device}-${username}`, epoch: 1, intake_key: 'k', storage: { key: server.keys[username], lease_s: 14 * 86_400 } },
    databases: [],
    server: { uuid: 'u', time: '' },
    half: username === 'office' ? 'console' : 'field',
  })
}

/** The page is closed and opened again: nothing is in its memory. */
async function reopened() {
  const before = useSession()
  await before.lock()
  await new Promise((resolve) => setTimeout(resolve, 30))
  await killTab()
  forget()
  setActivePinia(createPinia())
  const session = useSession()
  await session.start()
  return session
}

async function aNewcomer(username = LEAD.user) {
  const session = useSession()
  await session.login(username, 'secret')
  await session.choosePin(PIN)
  return session
}

const reasons = async () => (await openEntries()).map((entry) => entry.body?.reason ?? null)

beforeEach(async () => {
  await aPhone()
  Object.assign(server, { up: true, device: 'dev-a', password: 'secret', keys: KEYS })
  vi.stubGlobal('fetch', answer)
  setActivePinia(createPinia())
})
afterEach(() => vi.unstubAllGlobals())

describe('the first login', () => {
  it('asks for a PIN before anything opens', async () => {
    const session = useSession()
    await session.login(LEAD.user, 'secret')
    expect([session.user, session.choosing?.id]).toEqual([null, LEAD.user])
    await session.choosePin(PIN)
    expect([session.user?.id, session.choosing]).toEqual([LEAD.user, null])
  })

  it('of somebody at a desk asks for none', async () => {
    const session = useSession()
    await session.login('office', 'secret')
    expect(session.user?.id).toBe('office')
  })
})

describe('the PIN', () => {
  it('opens without a network what was written, and a wrong one does not', async () => {
    await aNewcomer()
    await write(LEAD, aCheckin())
    server.up = false
    const session = await reopened()
    expect(await reasons()).toEqual([null])
    const [who] = session.withPin
    if (!who) throw new Error('nobody has a PIN')
    await expect(session.unlockByPin(who, '000000')).rejects.toMatchObject({ why: 'wrong', left: 4 })
    await session.unlockByPin(who, PIN)
    expect(await reasons()).toEqual(['贴纸损坏'])
  })

  it('is changed with the one before', async () => {
    const session = await aNewcomer()
    await expect(session.changePin('000000', '135790')).rejects.toMatchObject({ why: 'wrong' })
    await session.changePin(PIN, '135790')
    const again = await reopened()
    const [who] = again.withPin
    if (!who) throw new Error('nobody has a PIN')
    await expect(again.unlockByPin(who, PIN)).rejects.toMatchObject({ why: 'wrong' })
    await again.unlockByPin(who, '135790')
    expect(again.user?.id).toBe(LEAD.user)
  })

  it.each(['the network', 'the password of the last login'])('that was forgotten is replaced by way of %s', async (way) => {
    await aNewcomer()
    await write(LEAD, aCheckin())
    if (way === 'the network') server.password = 'another'
    else server.up = false
    const session = await reopened()
    await session.login(LEAD.user, server.password, true)
    expect(session.user).toBeNull()
    await session.choosePin('135790')
    expect(await reasons()).toEqual(['贴纸损坏'])
  })

  it('is the last way in when the server lends another key and the password is new; then all three fit again', async () => {
    await aNewcomer()
    await write(LEAD, aCheckin())
    Object.assign(server, { device: 'dev-b', password: 'another', keys: { [LEAD.user]: toBase64(newSecret()) } })
    const session = await reopened()
    await session.login(LEAD.user, 'another')
    expect([session.user, session.away?.id]).toEqual([null, LEAD.user])
    await session.unlockByPin(session.away as never, PIN)
    expect(await reasons()).toEqual(['贴纸损坏'])
    expect((await readLock(LEAD.user))?.server?.device).toBe(`dev-b-${LEAD.user}`)
    server.up = false
    const later = await reopened()
    await later.login(LEAD.user, 'another')
    expect(await reasons()).toEqual(['贴纸损坏'])
  })
})

describe('a shared phone', () => {
  it('shows nobody what a colleague wrote, and keeps it', async () => {
    await aNewcomer()
    await write(LEAD, aCheckin())
    const session = await reopened()
    await session.login(MATE.user, 'secret')
    await session.choosePin('135790')
    await write(MATE, aCheckin())
    expect(await reasons()).toEqual([null, '贴纸损坏'])
    expect((await openEntries(MATE.user)).map((entry) => entry.user)).toEqual([MATE.user])
    const again = await reopened()
    expect(again.withPin.map((one) => one.id).sort()).toEqual([LEAD.user, MATE.user])
    const lead = again.withPin.find((one) => one.id === LEAD.user)
    await again.unlockByPin(lead as never, PIN)
    expect(await reasons()).toEqual(['贴纸损坏', null])
  })
})

describe('a phone that the office has blocked', () => {
  const answered = () => vi.waitFor(() => expect(useSession().user).toBeNull())

  it('keeps what was not sent, and opens by nothing that is known on it', async () => {
    const session = await aNewcomer()
    await write(LEAD, aCheckin())
    session.noteEnding('revoked')
    await answered()
    await vi.waitFor(() => expect(session.away?.id).toBe(LEAD.user))
    expect(session.standing).toBe('revoked')
    await expect(session.unlockByPin(session.away as never, PIN)).rejects.toMatchObject({ why: 'lapsed' })
    expect((await openEntries(LEAD.user)).map(({ state }) => state)).toEqual(['saved'])
    await session.login(LEAD.user, 'secret')
    expect(await reasons()).toEqual(['贴纸损坏'])
  })

  it('keeps an unsigned paper that has not arrived', async () => {
    const session = await aNewcomer()
    await saveSetting(`papers:${LEAD.user}:patrol_421102001`, '1-a')
    await write(LEAD, aCheckin()).then(({ id }) => settle(id, { state: 'received', reason: null, words: null }))
    session.noteEnding('revoked')
    await answered()
    await vi.waitFor(() => expect(session.away?.id).toBe(LEAD.user))
    expect(await readLock(LEAD.user)).not.toBeNull()
  })

  it('forgets all of it, key and all, once the server has everything', async () => {
    const session = await aNewcomer()
    const { id } = await write(LEAD, aCheckin())
    await settle(id, { state: 'received', reason: null, words: null })
    session.noteEnding('revoked')
    await answered()
    await vi.waitFor(async () => expect(await readLock(LEAD.user)).toBeNull())
    expect(await rawText()).not.toContain(id)
  })
})

describe('a phone that was left alone', () => {
  it('is locked for the same person, and keeps the drafts', async () => {
    const session = await aNewcomer()
    await saveDraft(LEAD.user, 'find:s1', { text: '张三家' })
    await session.rest()
    expect([session.user, session.away?.id]).toEqual([null, LEAD.user])
    await session.unlockByPin(session.away as never, PIN)
    expect(await readDraft(LEAD.user, 'find:s1')).toEqual({ text: '张三家' })
  })
})

describe('a phone whose storage the browser threw away', () => {
  it('says so, and begins as another device whose numbers start anew', async () => {
    await aNewcomer()
    await write(LEAD, aCheckin())
    await killTab()
    globalThis.indexedDB = new IDBFactory()
    setActivePinia(createPinia())
    server.device = 'dev-b'
    const session = useSession()
    await session.start()
    expect([session.storageLost, session.withPin]).toEqual([true, []])
    await session.login(LEAD.user, 'secret')
    expect([session.storageLost, session.choosing?.id]).toEqual([false, LEAD.user])
    await session.choosePin(PIN)
    expect(await write(LEAD, aCheckin())).toMatchObject({ dev: `dev-b-${LEAD.user}`, dseq: 1 })
  })
})

describe('a phone from before there were keys', () => {
  it('asks for a PIN without a network, and then wraps the secret with what the server lends', async () => {
    server.up = false
    await rememberUser({
      id: LEAD.user, username: LEAD.user, name: 'x', unit: 'u', div: LEAD.div, division_name: 'x', roles: [], team: null,
      half: 'field', databases: [], verifier: await makeVerifier('secret'), last_login: '2026-11-23T00:00:00Z',
    })
    await setActiveUser(LEAD.user)
    const session = useSession()
    await session.start()
    expect(session.choosing?.id).toBe(LEAD.user)
    await session.choosePin(PIN)
    expect(session.user?.id).toBe(LEAD.user)
    expect(await rawText()).not.toContain('verifier=salt')
    const offline = await reopened()
    await expect(offline.login(LEAD.user, 'secret')).rejects.toMatchObject({ code: 'pin_offline' })
    server.up = true
    await offline.login(LEAD.user, 'secret')
    expect(offline.away?.id).toBe(LEAD.user)
    await offline.unlockByPin(offline.away as never, PIN)
    expect(await readLock(LEAD.user)).toMatchObject({ server: { device: `dev-a-${LEAD.user}` } })
  })
})
