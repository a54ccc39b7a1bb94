import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { Sync } from './sync'

import { adopt, expectUser, forget } from '@/api/token'
import * as writing from '@/db/write'

import { aPhone, LEAD } from '../../tests/phone'

const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const json = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } })
let sync: Sync
const done = vi.fn()

beforeEach(async () => {
  await aPhone()
  done.mockClear()
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
  sync = new Sync(() => ({ id: LEAD.user, databases: [] }), { running: () => undefined, done })
})
afterEach(() => {
  sync.stop()
  forget()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

describe('keeping together', () => {
  it('goes on when the phone could not be mended', async () => {
    vi.spyOn(writing, 'repair').mockRejectedValue(new DOMException('full', 'QuotaExceededError'))
    vi.stubGlobal('fetch', async () => json({ status: 'ok', token: 't', databases: ['x'] }))
    void sync.run()
    await vi.waitFor(() => expect(done).toHaveBeenCalledWith(expect.objectContaining({ ending: 'good' })))
  })

  it('does not storm a server whose news alone are broken', async () => {
    vi.stubGlobal('fetch', async (address: string) => (address.includes('/api/news') ? json({}, 504) : json({ status: 'ok' })))
    void sync.run()
    await later(400)
    expect(done.mock.calls.length).toBeLessThanOrEqual(2)
    expect(done).toHaveBeenCalled()
  })

  it('tells nobody of a round that ends after it was stopped', async () => {
    vi.stubGlobal('fetch', async () => {
      sync.stop()
      return json({}, 503)
    })
    await sync.now()
    expect(done).not.toHaveBeenCalled()
  })
})
