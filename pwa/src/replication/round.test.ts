import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { syncRound, type Person } from './round'

import { adopt, expectUser, forget } from '@/api/token'
import { entryOf } from '@/db/manifest'
import { write } from '@/db/write'

import { aCheckin, aPhone, LEAD, PATROL } from '../../tests/phone'

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

beforeEach(async () => {
  await aPhone()
  expectUser(LEAD.user)
  adopt({
    access_token: 't',
    expires_in: 900,
    user: { id: LEAD.user, name: 'x', unit: 'u', div: LEAD.div, division_name: 'x', roles: [], team: null },
    device: { id: 'dev-a', epoch: 1 },
    databases: [],
    server: { uuid: 'u', time: '' },
    half: 'field',
  })
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
})
