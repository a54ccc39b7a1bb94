import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { expectUser } from '@/api/session'
import { adopt } from '@/api/token'
import { dropBaseMap, keptBytes, keptParts, PART_BYTES } from '@/db/baseMap'

import { useBaseMap } from './base'

const SIZE = 2 * PART_BYTES + 100
const bytes = (version: number) => Uint8Array.from({ length: SIZE }, (_, at) => (at * 7 + version) % 251)

/** An office with a base map, as server/base_map.py serves it. */
class Office {
  version = 1
  has = true
  reachable = true
  parts = 0
  /** after so many parts the network is gone */
  breaksAfter = Infinity

  answer = (address: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    if (!this.reachable) return Promise.reject(new TypeError('no network'))
    const path = String(address)
    if (path.endsWith('/file')) return this.part(new Headers(init.headers))
    const base = this.has ? { size: SIZE, mark: `m${this.version}`, datum: 'gcj02' } : null
    return Promise.resolve(Response.json({ base }))
  }

  private part(headers: Headers): Promise<Response> {
    if (headers.get('If-Range') !== `"m${this.version}"`) return Promise.resolve(new Response(bytes(this.version)))
    if (this.parts >= this.breaksAfter) return Promise.reject(new TypeError('no network'))
    this.parts += 1
    const [from, to] = /bytes=(\d+)-(\d+)/.exec(headers.get('Range') ?? '')?.slice(1).map(Number) ?? []
    return Promise.resolve(new Response(bytes(this.version).slice(from, (to ?? 0) + 1), { status: 206 }))
  }
}

let office: Office

beforeEach(async () => {
  setActivePinia(createPinia())
  await dropBaseMap()
  office = new Office()
  vi.stubGlobal('fetch', office.answer)
  adopt({ access_token: 't', expires_in: 900, user: { id: 'chibi-lead' } } as never)
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
  expectUser(null)
})

const space = (left: number) => vi.stubGlobal('navigator', { ...navigator, locks: navigator.locks, storage: { estimate: () => Promise.resolve({ usage: 0, quota: left }) } })

describe('the office’s base map on the phone', () => {
  it('is none where the office has none', async () => {
    office.has = false
    const base = useBaseMap()
    await base.look()
    expect([base.standing, base.file]).toEqual(['none', null])
  })

  it('is read in ranges with a network, and is a sketch without', async () => {
    const base = useBaseMap()
    await base.look()
    expect(base.standing).toBe('there')
    const across = await base.read('m1', PART_BYTES - 5, 10)
    expect([...new Uint8Array(across)]).toEqual([...bytes(1).slice(PART_BYTES - 5, PART_BYTES + 5)])
    office.reachable = false
    await base.look()
    expect(base.standing).toBe('sketch')
  })

  it('is kept whole and then needs no network, also after the page was closed', async () => {
    const base = useBaseMap()
    await base.look()
    await base.keep()
    expect([base.whole, base.trouble, base.bytes]).toEqual([true, null, SIZE])
    office.reachable = false
    setActivePinia(createPinia())
    const again = useBaseMap()
    await again.look()
    expect([again.standing, again.whole, again.file?.datum]).toEqual(['there', true, 'gcj02'])
    expect([...new Uint8Array(await again.read('m1', SIZE - 3, 3))]).toEqual([...bytes(1).slice(-3)])
  })

  it('goes on where the network broke', async () => {
    office.breaksAfter = 1
    const base = useBaseMap()
    await base.look()
    await base.keep()
    expect([base.trouble, base.have, base.whole]).toEqual(['offline', 1, false])
    office.breaksAfter = Infinity
    await base.keep()
    expect([base.trouble, base.whole, office.parts]).toEqual([null, true, 3])
  })

  it('is not kept where records would get too little room, and says so', async () => {
    space(200 * 1024 * 1024 + SIZE)
    const base = useBaseMap()
    await base.look()
    await base.keep()
    expect([base.trouble, base.have]).toEqual(['no_space', 0])
    space(200 * 1024 * 1024 + SIZE + 1)
    await base.keep()
    expect([base.trouble, base.whole]).toEqual([null, true])
  })

  it('is never mixed of two versions', async () => {
    office.breaksAfter = 1
    const base = useBaseMap()
    await base.look()
    await base.keep()
    office.version = 2
    office.breaksAfter = Infinity
    await base.keep()
    expect([base.trouble, base.file?.mark, base.have]).toEqual(['changed', 'm2', 0])
    await base.keep()
    expect(base.whole).toBe(true)
    expect([...new Uint8Array((await keptBytes(0, 4)) ?? [])]).toEqual([...bytes(2).slice(0, 4)])
  })

  it('leaves the phone when it is removed, or when the office has none any more', async () => {
    const base = useBaseMap()
    await base.look()
    await base.keep()
    await base.drop()
    expect([base.have, (await keptParts()).size]).toEqual([0, 0])
    await base.keep()
    office.has = false
    await base.look()
    expect([base.standing, (await keptParts()).size]).toEqual(['none', 0])
  })
})
