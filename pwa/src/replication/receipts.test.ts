import { describe, expect, it } from 'vitest'

import { dueForIntake, RECEIPT_DUE_MS } from './intake'
import { verdictsFor } from './receipts'

import type { Receipts } from '@/api/sync'

import { anEntry } from '../../tests/phone'

const words = { 'zh-CN': '角色不符', en: 'wrong role' }
const receipts = (changes: Partial<Receipts> = {}): Receipts => ({ device: 'dev-a', received: [], results: [], ...changes })

describe('receipts', () => {
  it('settle what lies in the received ranges, and nothing else', () => {
    const entries = [1, 2, 3, 4, 5].map((dseq) => anEntry({ id: `e${dseq}`, dseq }))
    const verdicts = verdictsFor(entries, receipts({ received: [[1, 2], [4, 4]] }))
    expect([...verdicts.keys()]).toEqual(['e1', 'e2', 'e4'])
    expect(verdicts.get('e1')?.state).toBe('received')
  })

  it('give a word for the author before they say received', () => {
    const result = { id: 'e1', dseq: 1, subject: 's', result: 'refused' as const, reason: 'role_missing', words }
    const verdicts = verdictsFor([anEntry({ id: 'e1' })], receipts({ received: [[1, 1]], results: [result] }))
    expect(verdicts.get('e1')).toEqual({ state: 'needs_you', reason: 'role_missing', words })
  })

  it('take the word back once the server has none', () => {
    const parked = anEntry({ state: 'needs_you', reason: 'waits_for_head' })
    expect(verdictsFor([parked], receipts({ received: [[1, 9]] })).get(parked.id)?.state).toBe('received')
  })

  it('say how the office dealt with what it did not take, and that nobody is needed any more', () => {
    const kept = anEntry({ state: 'needs_you', reason: 'schema' })
    const result = { id: kept.id, dseq: 1, subject: 's', result: 'settled' as const, reason: 'settled', words }
    const verdict = verdictsFor([kept], receipts({ results: [result] })).get(kept.id)
    expect(verdict).toEqual({ state: 'received', reason: 'settled', words })
  })

  it('say nothing about another device’s numbers', () => {
    expect(verdictsFor([anEntry({ dev: 'dev-old' })], receipts({ received: [[1, 9]] })).size).toBe(0)
  })

  it('change nothing that they said before', () => {
    const entry = anEntry({ state: 'needs_you', reason: 'role_missing' })
    const result = { id: entry.id, dseq: 1, subject: 's', result: 'refused' as const, reason: 'role_missing', words }
    expect(verdictsFor([entry], receipts({ results: [result] })).size).toBe(0)
  })
})

describe('the second gate', () => {
  const sent = Date.parse('2026-11-23T00:00:01.000Z')

  it('gets what has waited too long for its receipt', () => {
    const entry = anEntry()
    expect(dueForIntake([entry], new Date(sent + RECEIPT_DUE_MS - 1))).toEqual([])
    expect(dueForIntake([entry], new Date(sent + RECEIPT_DUE_MS))).toEqual([entry])
  })

  it('does not wait for a clock that was set back', () => {
    const entry = anEntry()
    expect(dueForIntake([entry], new Date(sent - 86_400_000))).toEqual([entry])
  })

  it('gets at once what the first gate refused', () => {
    const denied = anEntry({ state: 'saved', denied: true, sent_at: null })
    expect(dueForIntake([denied], new Date(sent))).toEqual([denied])
  })

  it('does not get what was never sent, what is half written, or what the server has a word about', () => {
    const later = new Date(sent + 10 * RECEIPT_DUE_MS)
    const entries = [anEntry({ state: 'saved', sent_at: null }), anEntry({ rev: null }), anEntry({ state: 'needs_you' }), anEntry({ body: null })]
    expect(dueForIntake(entries, later)).toEqual([])
  })
})
