import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { syncRound, type Person } from './round'

import { adopt, expectUser, forget, type SessionReply } from '@/api/token'
import { adoptDevice } from '@/db/device'
import { amend, entryOf } from '@/db/manifest'
import { keepPaper } from '@/db/papers'
import * as settings from '@/db/settings'
import { write } from '@/db/write'

import { aCheckin, anInspection, aPhone, LEAD, PATROL } from '../../tests/phone'

/** A server that answers each request as the test says; what it does not know is 404. */
type Answers = Record<string, (body: unknown, headers: Headers) => [number, unknown]>
const person: Person = { id: LEAD.user, databases: [{ name: PATROL, read: true, write: true }] }

function serve(answers: Answers): string[] {
  const asked: string[] = []
  vi.stubGlobal('fetch', async (address: string | URL, init: RequestInit = {}) => {
    const { pathname } = new URL(String(address), 'http://localhost')
    const line = `${init.method ?? 'GET'} ${pathname}`
    asked.push(line)
    const body = typeof init.body === 'string' ? (JSON.parse(init.body) as unknown) : null
    const [status, reply] = answers[line]?.(body, new Headers(init.headers)) ?? [404, { error: 'not_found' }]
    return new Response(JSON.stringify(reply), { status, headers: { 'Content-Type': 'application/json' } })
  })
  return asked
}

const healthy: Answers = { 'GET /api/health': () => [200, { status: 'ok' }] }

const aSession: SessionReply = {
  access_token: 't',
  expires_in: 900,
  user: { id: LEAD.user, name: 'x', unit: 'u', div: LEAD.div, division_name: 'x', roles: [], team: null },
  device: { id: 'dev-a', epoch: 1 },
  databases: [],
  server: { uuid: 'u', time: '' },
  half: 'field',
}

beforeEach(async () => {
  await aPhone()
  expectUser(LEAD.user)
  adopt(aSession)
})
afterEach(() => {
  vi.unstubAllGlobals()
  forget()
})

describe('a round', () => {
  it('without a server says so and changes nothing', async () => {
    const { id } = await write(LEAD, aCheckin())
    serve({ 'GET /api/health': () => [503, {}] })
    expect(await syncRound(person, null)).toMatchObject({ ending: 'unreachable', good_at: null })
    expect(await entryOf(id)).toMatchObject({ state: 'saved', sent_at: null })
  })

  it('takes what a closed database refused to the second gate, and waits for its receipt', async () => {
    const { id, rev } = await write(LEAD, aCheckin())
    const delivered: unknown[] = []
    serve({
      ...healthy,
      [`GET /db/${PATROL}/`]: () => [403, { error: 'forbidden', reason: 'not yours' }],
      'GET /api/receipts': () => [200, { device: 'dev-a', received: [], results: [] }],
      'POST /api/intake': (body) => {
        delivered.push(body)
        return [202, { accepted: [{ id, rev }] }]
      },
    })
    expect((await syncRound(person, null)).ending).toBe('good')
    expect(delivered).toMatchObject([{ documents: [{ database: PATROL, document: { _id: id, _rev: rev } }] }])
    expect(await entryOf(id)).toMatchObject({ state: 'on_way', denied: false })
  })

  it('pushes for an unsigned paper alone, and again as long as it has not arrived', async () => {
    const asked = serve(healthy)
    const pushes = () => asked.filter((line) => line === `POST /db/${PATROL}/_revs_diff`).length
    await syncRound(person, [])
    expect(pushes()).toBe(0)
    await keepPaper(LEAD, anInspection(PATROL), 'submitted_at')
    await syncRound(person, [])
    await syncRound(person, [])
    expect(pushes()).toBe(2)
  })

  it('believes receipts, not replication', async () => {
    const { id } = await write(LEAD, aCheckin())
    serve({
      ...healthy,
      [`GET /db/${PATROL}/`]: () => [403, { error: 'forbidden', reason: 'not yours' }],
      'GET /api/receipts': () => [200, { device: 'dev-a', received: [[1, 1]], results: [] }],
    })
    await syncRound(person, [])
    expect(await entryOf(id)).toMatchObject({ state: 'received', body: null })
  })

  it('without a session hands over under the device’s own credential', async () => {
    const { id, rev } = await write(LEAD, aCheckin())
    forget()
    const credentials: (string | null)[] = []
    serve({
      ...healthy,
      'POST /api/session/refresh': () => [401, { code: 'session_revoked', title: 'over' }],
      'POST /api/intake': (_body, headers) => {
        credentials.push(headers.get('Authorization'))
        return [202, { accepted: [{ id, rev }] }]
      },
    })
    expect((await syncRound(person, null)).ending).toBe('login')
    expect(credentials).toEqual(['Device dev-a:key'])
    expect(await entryOf(id)).toMatchObject({ state: 'on_way' })
  })

  it('without a session asks for receipts under the device’s own credential', async () => {
    const { id, rev } = await write(LEAD, aCheckin())
    forget()
    const received: number[][] = []
    let handedIn = 0
    serve({
      ...healthy,
      'POST /api/session/refresh': () => [401, { code: 'session_revoked', title: 'over' }],
      'GET /api/receipts': (_body, headers) =>
        headers.get('Authorization') === 'Device dev-a:key' ? [200, { device: 'dev-a', received, results: [] }] : [401, {}],
      'POST /api/intake': () => {
        handedIn += 1
        received.push([1, 1])
        return [202, { accepted: [{ id, rev }], refused: [] }]
      },
    })
    await syncRound(person, null)
    await syncRound(person, null)
    expect(handedIn).toBe(1)
    expect(await entryOf(id)).toMatchObject({ state: 'received', body: null })
  })

  it('that loses the line in the middle calls it that', async () => {
    const { id } = await write(LEAD, aCheckin())
    const asked = serve(healthy)
    const answer = fetch
    vi.stubGlobal('fetch', async (address: string | URL, init?: RequestInit) => {
      if (String(address).includes('/db/')) throw new TypeError('Failed to fetch')
      return answer(address, init)
    })
    expect((await syncRound(person, null)).ending).toBe('unreachable')
    expect(asked).toEqual(['GET /api/health'])
    expect(await entryOf(id)).toMatchObject({ state: 'saved' })
  })

  it('with a server that is unwell does not call that a refusal', async () => {
    await write(LEAD, aCheckin())
    serve({ ...healthy, [`GET /db/${PATROL}/`]: () => [500, { error: 'internal_server_error', reason: 'x' }] })
    expect((await syncRound(person, null)).ending).toBe('unreachable')
  })

  it('stops when the device was revoked', async () => {
    await write(LEAD, aCheckin())
    forget()
    const asked = serve({ ...healthy, 'POST /api/session/refresh': () => [401, { code: 'device_revoked', title: 'out' }] })
    expect((await syncRound(person, null)).ending).toBe('revoked')
    expect(asked.at(-1)).toBe('POST /api/session/refresh')
  })

  it('hands in what waits for a database that is not granted any more', async () => {
    const { id, rev } = await write(LEAD, aCheckin())
    serve({
      ...healthy,
      'GET /api/receipts': () => [200, { device: 'dev-a', received: [], results: [] }],
      'POST /api/intake': () => [202, { accepted: [{ id, rev }], refused: [] }],
    })
    expect((await syncRound({ ...person, databases: [] }, [])).ending).toBe('good')
    expect(await entryOf(id)).toMatchObject({ state: 'on_way', denied: false })
  })

  it('goes on with the other steps when one of them fails', async () => {
    const { id, rev } = await write(LEAD, aCheckin())
    serve({
      ...healthy,
      [`POST /db/${PATROL}/_revs_diff`]: () => [500, { error: 'internal_server_error', reason: 'x' }],
      'GET /api/receipts': () => [500, {}],
      'POST /api/intake': () => [202, { accepted: [{ id, rev }], refused: [] }],
    })
    expect((await syncRound(person, null)).ending).toBe('unreachable')
    expect(await entryOf(id)).toMatchObject({ state: 'on_way', denied: false })
  })

  it.each([413, 422])('takes what a database will not have at all (%i) to the second gate', async (status) => {
    const { id, rev } = await write(LEAD, aCheckin())
    serve({
      ...healthy,
      [`POST /db/${PATROL}/_revs_diff`]: () => [status, { error: 'too_large', reason: 'x' }],
      'GET /api/receipts': () => [200, { device: 'dev-a', received: [], results: [] }],
      'POST /api/intake': () => [202, { accepted: [{ id, rev }], refused: [] }],
    })
    await syncRound(person, [])
    expect(await entryOf(id)).toMatchObject({ state: 'on_way' })
  })

  it('that was asked to slow down keeps everything for later', async () => {
    const { id } = await write(LEAD, aCheckin())
    serve({
      ...healthy,
      [`POST /db/${PATROL}/_revs_diff`]: () => [429, { error: 'too_many_requests', reason: 'x' }],
      'GET /api/receipts': () => [429, {}],
    })
    expect((await syncRound(person, null)).ending).toBe('refused')
    expect((await syncRound(person, [])).ending).toBe('refused')
    expect(await entryOf(id)).toMatchObject({ state: 'saved', denied: false })
  })

  it('behind the page of a public Wi-Fi changes nothing', async () => {
    const { id } = await write(LEAD, aCheckin())
    vi.stubGlobal('fetch', async (address: string | URL) => {
      if (String(address).endsWith('/api/health')) return new Response('{}', { headers: { 'Content-Type': 'application/json' } })
      return new Response('<html>', { status: 403, headers: { 'Content-Type': 'text/html' } })
    })
    expect((await syncRound(person, null)).ending).toBe('unreachable')
    expect(await entryOf(id)).toMatchObject({ state: 'saved', denied: false })
  })

  it('sends nothing once a colleague works here', async () => {
    const { id } = await write(LEAD, aCheckin())
    const asked = serve({ ...healthy, 'POST /api/intake': () => [500, {}] })
    const answer = fetch
    vi.stubGlobal('fetch', async (address: string | URL, init?: RequestInit) => {
      const reply = await answer(address, init)
      expectUser('chibi-p02')
      adopt({ ...aSession, user: { ...aSession.user, id: 'chibi-p02' } })
      return reply
    })
    expect((await syncRound(person, null)).ending).toBe('login')
    expect(asked.filter((line) => line.includes('/db/'))).toEqual([])
    expect(await entryOf(id)).toMatchObject({ state: 'saved', denied: false })
  })

  it('without a session also hands over what the first gate refused', async () => {
    const { id, rev } = await write(LEAD, aCheckin())
    await amend(id, () => ({ denied: true }))
    forget()
    serve({
      ...healthy,
      'POST /api/session/refresh': () => [401, { code: 'session_revoked', title: 'over' }],
      'POST /api/intake': () => [202, { accepted: [{ id, rev }] }],
    })
    await syncRound(person, null)
    expect(await entryOf(id)).toMatchObject({ state: 'on_way', denied: false })
  })

  it('with a full disk ends all the same', async () => {
    serve({ ...healthy, 'POST /api/intake': () => [202, { accepted: [] }] })
    vi.spyOn(settings, 'saveSetting').mockRejectedValue(new DOMException('full', 'QuotaExceededError'))
    expect((await syncRound(person, [])).ending).toBe('good')
    vi.restoreAllMocks()
  })
})

describe('what another device id wrote on this phone', () => {
  const asNewDevice = async () => {
    const { id, rev } = await write(LEAD, aCheckin())
    await adoptDevice(LEAD.user, { id: 'dev-b', intake_key: 'new', epoch: 2 })
    await amend(id, () => ({ denied: true }))
    return { id, rev }
  }

  it('is handed in under that id, never under this one', async () => {
    const { id, rev } = await asNewDevice()
    const credentials: (string | null)[] = []
    serve({
      ...healthy,
      'GET /api/receipts': () => [200, { device: 'dev-b', received: [], results: [] }],
      'POST /api/intake': (_body, headers) => {
        credentials.push(headers.get('Authorization'))
        return [202, { accepted: [{ id, rev }], refused: [] }]
      },
    })
    await syncRound(person, [])
    expect(credentials).toEqual(['Device dev-a:key'])
    expect(await entryOf(id)).toMatchObject({ state: 'on_way' })
  })

  it('needs its author once the server does not know that id', async () => {
    const { id } = await asNewDevice()
    serve({
      ...healthy,
      'GET /api/receipts': () => [200, { device: 'dev-b', received: [], results: [] }],
      'POST /api/intake': () => [401, { code: 'not_signed_in', title: 'x' }],
    })
    await syncRound(person, [])
    expect(await entryOf(id)).toMatchObject({ state: 'needs_you', denied: true, reason: 'not_device' })
    expect((await entryOf(id))?.body).not.toBeNull()
  })
})
