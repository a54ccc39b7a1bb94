import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { ApiProblem, request, Unreachable } from './client'
import { adopt, expectUser, forget, type SessionReply } from './token'

import { clockWord, forgetContact } from '@/db/clock'

const session = (token: string, user = 'a'): SessionReply => ({
  access_token: token,
  expires_in: 900,
  user: { id: user, name: user, unit: 'u', div: '421102001', division_name: 'x', roles: [], team: null },
  device: { id: 'dev-a', epoch: 1 },
  databases: [],
  server: { uuid: 'u', time: '' },
  half: 'field',
})
const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status })

type Handler = (address: string, headers: Headers) => Response
function serve(handler: Handler) {
  const asked: string[] = []
  vi.stubGlobal('fetch', async (address: string, init: RequestInit) => {
    asked.push(`${init.method ?? 'GET'} ${address}`)
    return handler(address, new Headers(init.headers))
  })
  return asked
}

beforeEach(() => {
  forget()
  expectUser('a')
})
afterEach(() => vi.unstubAllGlobals())

describe('the bearer', () => {
  it('is renewed once on 401 and the request goes on', async () => {
    adopt(session('old'))
    const asked = serve((address, headers) => {
      if (address.endsWith('/refresh')) return json(session('new'))
      return headers.get('Authorization') === 'Bearer new' ? json({ fine: true }) : json({}, 401)
    })
    expect(await request('GET', '/api/x')).toEqual({ fine: true })
    expect(asked).toEqual(['GET /api/x', 'POST /api/session/refresh', 'GET /api/x'])
  })

  it('is renewed once for many requests at a time', async () => {
    const asked = serve((address) => (address.endsWith('/refresh') ? json(session('new')) : json({})))
    await Promise.all([1, 2, 3].map((n) => request('GET', `/api/${n}`)))
    expect(asked.filter((line) => line.endsWith('/refresh'))).toHaveLength(1)
  })

  it('of one person does not carry the requests of another', async () => {
    adopt(session('mine'))
    const asked = serve(() => json({}))
    await expect(request('GET', '/api/x', { owner: 'b' })).rejects.toMatchObject({ code: 'other_user' })
    expect(asked).toEqual([])
  })

  it('of a colleague who used the phone last is not taken', async () => {
    serve((address) => (address.endsWith('/refresh') ? json(session('theirs', 'b')) : json({})))
    await expect(request('GET', '/api/x')).rejects.toMatchObject({ code: 'other_user', status: 401 })
  })
})

describe('failures', () => {
  beforeEach(() => adopt(session('good')))

  it('are the server’s own words', async () => {
    serve(() => json({ title: '不行', code: 'forbidden', detail: '没有权限' }, 403))
    const failure = await request('GET', '/api/x').catch((problem: unknown) => problem)
    expect(failure).toBeInstanceOf(ApiProblem)
    expect(failure).toMatchObject({ status: 403, code: 'forbidden', message: '没有权限' })
  })

  it('without an answer are told from refusals', async () => {
    vi.stubGlobal('fetch', async () => {
      throw new TypeError('Failed to fetch')
    })
    await expect(request('GET', '/api/x')).rejects.toBeInstanceOf(Unreachable)
    serve(() => new Response('<h1>bad gateway</h1>', { status: 502 }))
    await expect(request('GET', '/api/x')).rejects.toBeInstanceOf(Unreachable)
  })

  it('are not made of the sign-in page of a public Wi-Fi', async () => {
    const page = (status: number) => new Response('<html>', { status, headers: { 'Content-Type': 'text/html' } })
    for (const status of [200, 401, 403, 404]) {
      serve(() => page(status))
      await expect(request('GET', '/api/x')).rejects.toBeInstanceOf(Unreachable)
    }
    serve(() => page(413))
    await expect(request('GET', '/api/x')).rejects.toMatchObject({ code: 'http_413' })
    serve(() => new Response('welcome'))
    await expect(request('GET', '/api/x')).rejects.toBeInstanceOf(Unreachable)
  })

  it('of somebody else’s page do not end the session', async () => {
    adopt({ ...session('old'), expires_in: 0 })
    serve(() => new Response('<html>', { status: 401, headers: { 'Content-Type': 'text/html' } }))
    await expect(request('GET', '/api/x')).rejects.toBeInstanceOf(Unreachable)
    serve(() => new Response('welcome'))
    await expect(request('GET', '/api/x')).rejects.toBeInstanceOf(Unreachable)
  })

  it('that are no problem+json keep their status', async () => {
    serve(() => new Response('oops', { status: 500 }))
    await expect(request('GET', '/api/x')).rejects.toMatchObject({ code: 'http_500' })
  })
})

describe('the time of the server', () => {
  const page = { 'Content-Type': 'text/html', Date: new Date().toUTCString() }

  it.each([
    ['is taken from each of its answers', { Date: new Date().toUTCString() }, 0],
    ['is not taken from the page of a public Wi-Fi', page, null],
  ])('%s', async (_what, headers, age) => {
    forgetContact()
    adopt(session('t'))
    vi.stubGlobal('fetch', async () => new Response('{}', { headers }))
    await request('GET', '/api/x').catch(() => undefined)
    expect(clockWord().off_age_s).toBe(age)
  })
})
