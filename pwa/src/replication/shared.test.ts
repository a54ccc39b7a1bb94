import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { syncRound, type Person } from './round'

import { adopt, expectUser, forget, type SessionReply } from '@/api/token'
import { adoptDevice } from '@/db/device'
import { takeIntakeKey } from '@/db/envelopes'
import { forgetKeys } from '@/db/keys'
import { entryOf } from '@/db/manifest'
import { write } from '@/db/write'

import { anIntake, type IntakeServer } from '../../tests/intake'
import { aCheckin, aPhone, LEAD, open, PATROL } from '../../tests/phone'

/** A colleague of the lead's works on the phone now; the lead's data is closed. */
const MATE = { user: 'chibi-p02', div: LEAD.div }
const person: Person = { id: MATE.user, databases: [] }
const session: SessionReply = {
  access_token: 't', expires_in: 900,
  user: { id: MATE.user, name: 'x', unit: 'u', div: LEAD.div, division_name: 'x', roles: [], team: null },
  device: { id: 'dev-b', epoch: 1 }, databases: [], server: { uuid: 'u', time: '' }, half: 'field',
}

interface Handed {
  credential: string | null
  documents: unknown[]
  envelopes: { id: string; rev: string; box: string }[]
}

/** A server that keeps what is handed in under a device's credential; it has no databases. */
const server = {
  handed: [] as Handed[],
  received: [] as [number, number][],
  results: [] as unknown[],
  refuse: null as string | null,
}

function answer(address: string | URL, init: RequestInit = {}): Promise<Response> {
  const json = (body: unknown, status = 200) => Promise.resolve(new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } }))
  const path = String(address)
  const credential = new Headers(init.headers).get('Authorization')
  if (path.endsWith('/api/health')) return json({ status: 'ok' })
  if (path.endsWith('/api/receipts')) {
    return credential === 'Device dev-a:key' ? json({ device: 'dev-a', received: server.received, results: server.results }) : json({ device: 'dev-b', received: [], results: [] })
  }
  if (!path.endsWith('/api/intake')) return json({ error: 'not_found' }, 404)
  const { documents, envelopes = [] } = JSON.parse(String(init.body)) as Omit<Handed, 'credential'>
  server.handed.push({ credential, documents, envelopes })
  const said = envelopes.map(({ id, rev }) => ({ id, rev }))
  if (server.refuse) return json({ accepted: [], refused: said.map((one) => ({ ...one, reason: server.refuse, words: { en: 'no' } })) }, 202)
  return json({ accepted: said, refused: [] }, 202)
}

let intake: IntakeServer

beforeEach(async () => {
  await aPhone()
  intake = await anIntake()
  await takeIntakeKey(intake.told)
  await open(MATE.user)
  await adoptDevice(MATE.user, { id: 'dev-b', intake_key: 'key-b', epoch: 1 })
  Object.assign(server, { handed: [], received: [], results: [], refuse: null })
  vi.stubGlobal('fetch', answer)
})
afterEach(() => {
  vi.unstubAllGlobals()
  forget()
})

/** The lead saves a check-in and hands the phone over. */
async function left(): Promise<string> {
  const { id } = await write(LEAD, aCheckin())
  forgetKeys(LEAD.user)
  expectUser(MATE.user)
  adopt(session)
  return id
}

describe('what a colleague left unsent', () => {
  it('is handed in by whoever works here, under its own device’s credential and unread', async () => {
    const id = await left()
    expect((await syncRound(person, null)).ending).toBe('good')
    expect(server.handed).toMatchObject([{ credential: 'Device dev-a:key', documents: [], envelopes: [{ id }] }])
    expect(JSON.stringify(server.handed)).not.toContain('贴纸')
    const inside = await intake.open(id, server.handed[0]?.envelopes[0]?.box ?? '')
    expect(inside).toMatchObject({ database: PATROL, document: { _id: id, reason: '贴纸损坏', wrote: { by: LEAD.user } } })
    expect(await entryOf(id)).toMatchObject({ state: 'on_way', body: null })
  })

  it('is handed in once, and leaves the phone with its receipt', async () => {
    const id = await left()
    await syncRound(person, null)
    server.received = [[1, 1]]
    await syncRound(person, null)
    await syncRound(person, null)
    expect(server.handed).toHaveLength(1)
    expect(await entryOf(id)).toMatchObject({ state: 'received', envelope: null })
  })

  it('waits for its author with the server’s words, once the server has it', async () => {
    const id = await left()
    const words = { 'zh-CN': '退回', en: 'returned' }
    server.received = [[1, 1]]
    server.results = [{ id, dseq: 1, subject: 's', result: 'parked', reason: 'not_while_planned', words }]
    await syncRound(person, null)
    await syncRound(person, null)
    expect(server.handed).toHaveLength(1)
    expect(await entryOf(id)).toMatchObject({ envelope: null, words: null })
    await open(LEAD.user)
    await syncRound(person, null)
    expect(await entryOf(id)).toMatchObject({ state: 'needs_you', words, body: { reason: '贴纸损坏' } })
  })

  it('stays for its author when intake cannot open it', async () => {
    const id = await left()
    server.refuse = 'wrong_envelope'
    await syncRound(person, null)
    await syncRound(person, null)
    expect(server.handed).toHaveLength(1)
    await open(LEAD.user)
    expect(await entryOf(id)).toMatchObject({ state: 'saved', denied: false, envelope: null, body: { reason: '贴纸损坏' } })
  })

  it('of before the phone was registered anew goes under the credential of then', async () => {
    const id = await left()
    await adoptDevice(LEAD.user, { id: 'dev-c', intake_key: 'key-c', epoch: 2 })
    await syncRound(person, null)
    expect(server.handed).toMatchObject([{ credential: 'Device dev-a:key', envelopes: [{ id }] }])
  })
})
