import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { fromBase64, newSecret, toBase64 } from './keys'
import { lockKey, makeLock, openBy, openByLoan, readLock, renewLease, wrapBy, wrapByLoan, type Loan } from './lock'
import { changeSetting } from './settings'

import { aPhone, LEAD } from '../../tests/phone'

const ME = LEAD.user
const DAY_S = 86_400
const MINUTE_MS = 60_000
const loan: Loan = { device: 'dev-a', key: toBase64(newSecret()), lease_s: 14 * DAY_S }
let secret: Awaited<ReturnType<typeof makeLock>>

const pass = (ms: number) => vi.setSystemTime(Date.now() + ms)
const refusal = (pin: string) => openBy(ME, 'pin', pin).then(() => 'opened', (failure: { why: string }) => failure.why)

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-23T08:00:00Z') })
  await aPhone()
  secret = await makeLock(ME)
  await wrapBy(ME, 'pin', '246810', secret)
  await wrapByLoan(ME, loan, secret)
})
afterEach(() => void vi.useRealTimers())

describe('the lock', () => {
  it('gives the same secret for the PIN, the password and the server’s key', async () => {
    await wrapBy(ME, 'password', '巡格-2026', secret)
    expect(await openBy(ME, 'pin', '246810')).toEqual(secret)
    expect(await openBy(ME, 'password', '巡格-2026')).toEqual(secret)
    expect(await openByLoan(ME, loan)).toEqual(secret)
  })

  it('keeps none of them, nor the secret', async () => {
    await wrapBy(ME, 'password', '巡格-2026', secret)
    const kept = JSON.stringify(await readLock(ME), (_key, value: unknown) =>
      value instanceof ArrayBuffer || ArrayBuffer.isView(value) ? toBase64(new Uint8Array(value as ArrayBuffer)) : value,
    )
    for (const word of ['246810', '巡格-2026', toBase64(secret), loan.key]) expect(kept).not.toContain(word)
  })

  it('does not open to a wrong word or another device’s key', async () => {
    expect(await refusal('000000')).toBe('wrong')
    expect(await openByLoan(ME, { ...loan, key: toBase64(newSecret()) })).toBeNull()
    expect(await openByLoan(ME, { ...loan, device: 'dev-b' })).toBeNull()
  })

  it('that nothing opens yet is none', async () => {
    await makeLock('b')
    expect(await readLock('b')).toBeNull()
  })

  it('carries any bytes as text', () => {
    const bytes = crypto.getRandomValues(new Uint8Array(50_000))
    expect(fromBase64(toBase64(bytes))).toEqual(bytes)
  })
})

describe('wrong tries', () => {
  const fail = async (times: number) => {
    const seen: string[] = []
    for (let n = 0; n < times; n += 1) seen.push(await refusal('000000'))
    return seen
  }

  it('are free five times, then wait longer and longer; the right PIN waits too', async () => {
    expect(await fail(5)).toEqual(['wrong', 'wrong', 'wrong', 'wrong', 'wait'])
    expect(await refusal('246810')).toBe('wait')
    pass(MINUTE_MS + 1)
    expect(await refusal('000000')).toBe('wait')
    pass(MINUTE_MS + 1)
    expect(await refusal('246810')).toBe('wait')
    pass(MINUTE_MS + 1)
    expect(await refusal('246810')).toBe('opened')
    expect(await fail(1)).toEqual(['wrong'])
  })

  it('count although the page is killed in the middle of one', async () => {
    vi.spyOn(crypto.subtle, 'decrypt').mockRejectedValueOnce(new Error('killed'))
    await fail(1)
    expect((await readLock(ME))?.wrong).toBe(1)
  })

  it('never wait longer than an hour, and destroy nothing', async () => {
    await changeSetting<object>(lockKey(ME), (lock) => ({ ...lock, wrong: 40 }))
    expect(await refusal('000000')).toBe('wait')
    pass(60 * MINUTE_MS + 1)
    expect(await refusal('246810')).toBe('opened')
  })

  it('are forgotten when the server knows the person', async () => {
    await fail(5)
    await renewLease(ME, loan)
    expect(await refusal('246810')).toBe('opened')
  })
})

describe('the lease', () => {
  it('locks when it has lapsed, and opens again when the server lends again', async () => {
    pass(15 * DAY_S * 1000)
    expect(await refusal('246810')).toBe('lapsed')
    expect(await openByLoan(ME, loan)).toEqual(secret)
    await renewLease(ME, loan)
    expect(await refusal('246810')).toBe('opened')
  })

  it('is not lengthened by a clock that is set back', async () => {
    pass(13 * DAY_S * 1000)
    expect(await refusal('246810')).toBe('opened')
    await renewLease(ME, { ...loan, lease_s: 60 })
    pass(59_000)
    await refusal('000000')
    pass(-30 * DAY_S * 1000)
    expect(await refusal('246810')).toBe('opened')
    pass(30 * DAY_S * 1000 + 2_000)
    expect(await refusal('246810')).toBe('lapsed')
  })

  it('has not begun on a phone that the server lent nothing to', async () => {
    await makeLock('b')
    await wrapBy('b', 'pin', '135790', secret)
    pass(400 * DAY_S * 1000)
    expect(await openBy('b', 'pin', '135790')).toEqual(secret)
  })
})
