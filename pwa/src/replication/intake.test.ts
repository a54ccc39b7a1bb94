import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { deliverAll } from './intake'
import { verdictsFor } from './receipts'

import type { Delivery } from '@/api/sync'
import { entryOf, openEntries, retryRefused, settle } from '@/db/manifest'
import { write } from '@/db/write'

import { aCheckin, aPhone, LEAD } from '../../tests/phone'

const words = { 'zh-CN': '记录编号不对', en: 'wrong id' }
const sender = { credential: 'dev-a:key' }
type Answer = [number, unknown]

/** An intake that answers each delivery; returns the ids of each. */
function intake(answer: (ids: string[]) => Answer): string[][] {
  const deliveries: string[][] = []
  vi.stubGlobal('fetch', async (_address: string, init: RequestInit) => {
    const { documents } = JSON.parse(String(init.body)) as { documents: Delivery[] }
    const ids = documents.map(({ document }) => String(document._id))
    deliveries.push(ids)
    const [status, body] = answer(ids)
    return new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } })
  })
  return deliveries
}

const took = (ids: string[]) => ids.map((id) => ({ id, rev: '1-a' }))
const states = async () => (await openEntries()).map((entry) => entry.state)

beforeEach(async () => {
  await aPhone()
  for (let n = 0; n < 3; n += 1) await write(LEAD, aCheckin())
})
afterEach(() => vi.unstubAllGlobals())

describe('a delivery', () => {
  it('keeps what was taken and shows its author what was not', async () => {
    const entries = await openEntries()
    const bad = entries[1]?.id ?? ''
    intake((ids) => [202, { accepted: took(ids.filter((id) => id !== bad)), refused: [{ id: bad, rev: '1-a', reason: 'wrong_id', words }] }])
    await deliverAll(entries, sender)
    expect(await states()).toEqual(['on_way', 'needs_you', 'on_way'])
    expect(await entryOf(bad)).toMatchObject({ denied: true, reason: 'wrong_id', words })
    expect((await entryOf(bad))?.body).not.toBeNull()
  })

  it.each([400, 413, 422])('that is refused as a whole (%i) is sent record by record', async (status) => {
    const entries = await openEntries()
    const bad = entries[1]?.id ?? ''
    const deliveries = intake((ids) => (ids.includes(bad) ? [status, { code: 'invalid', detail: '不合格式' }] : [202, { accepted: took(ids) }]))
    await deliverAll(entries, sender)
    expect(deliveries.map((ids) => ids.length)).toEqual([3, 1, 1, 1])
    expect(await states()).toEqual(['on_way', 'needs_you', 'on_way'])
    expect(await entryOf(bad)).toMatchObject({ reason: 'invalid', words: { 'zh-CN': '不合格式' } })
  })

  it.each([429, 500])('that the server could not look at (%i) stays as it was', async (status) => {
    const deliveries = intake(() => [status, {}])
    await expect(deliverAll(await openEntries(), sender)).rejects.toMatchObject({ status })
    expect(deliveries).toHaveLength(1)
    expect(await states()).toEqual(['saved', 'saved', 'saved'])
  })

  it('names a record by being alone when its id is no text', async () => {
    const [entry] = await openEntries()
    if (!entry) throw new Error('nothing written')
    intake(() => [202, { accepted: [], refused: [{ id: null, rev: null, reason: 'wrong_id', words }] }])
    await deliverAll([entry], sender)
    expect(await entryOf(entry.id)).toMatchObject({ state: 'needs_you', denied: true })
  })

  it('that was refused is tried again when the person asks, and a receipt clears it', async () => {
    const [entry] = await openEntries()
    if (!entry) throw new Error('nothing written')
    const refused = [{ id: entry.id, rev: '1-a', reason: 'wrong_id', words }]
    intake(() => [202, { accepted: [], refused }])
    await deliverAll([entry], sender)
    await retryRefused(LEAD.user)
    expect(await entryOf(entry.id)).toMatchObject({ state: 'saved', denied: true, reason: null })
    const result = { id: entry.id, dseq: 1, subject: 's', result: 'quarantined' as const, reason: 'wrong_id', words }
    await deliverAll([entry], sender)
    const verdicts = verdictsFor(await openEntries(), { device: 'dev-a', received: [], results: [result] })
    for (const [id, verdict] of verdicts) await settle(id, verdict)
    expect(await entryOf(entry.id)).toMatchObject({ state: 'needs_you', denied: false })
  })
})
