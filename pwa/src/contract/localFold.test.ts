import { describe, expect, it } from 'vitest'

import type { FieldRule, RecordKind, Transition } from './contract'
import { contract } from './contract'
import { eventId, localFold, mayDo, mayEver, rulesOf, type LocalDocument, type LocalFile, type Rules, type Status, type Values } from './localFold'
import { mergeLocally } from './localMerge'

const LAMP = 'lamp:1'
const me = { id: 'p01', roles: ['keeper'] }
let dseq = 0

function aDocument(action: string, payload: Values = {}, more: Values = {}): LocalDocument {
  const number = ++dseq
  const at_dev = `2026-11-23T08:${String(number % 60).padStart(2, '0')}:00.000+08:00`
  return { _id: `ev:${LAMP}:${number}`, type: 'lamp_ev', wrote: { by: 'p01', dev: 'dev-a', dseq: number }, at_dev, action, payload, ...more } as LocalDocument
}

function aRow(action: string, sources: string[], more: Partial<Transition> = {}): Transition {
  const plain = { target: null, actors: [], guards: [], result: 'applied', reason: null, against: [], when: null } as const
  return { ...plain, id: action, action, sources, sets: [], clears: [], merges: true, assigns: {}, ...more } as Transition
}

function aField(name: string, merge: FieldRule['merge'], more: Partial<FieldRule> = {}): FieldRule {
  return { name, merge, values: {}, edit: false, rank: null, order: [], owner: null, replaces: [], ...more }
}

const kind: RecordKind = { plural: 'lamps', event: ['lamp_ev', 'ev'], kinds: {}, actions: { lamp: 'head' }, head_state: 'broken', born_by: ['see'] }
const rules: Rules = {
  kind,
  parameters: { limit: 2 },
  transitions: [
    aRow('see', ['broken']),
    aRow('fix', ['broken'], { against: ['see'], target: 'never' }),
    aRow('fix', ['broken'], {
      target: 'fixed',
      actors: ['keeper'],
      guards: [{ condition: { present: { get: 'event.payload.bulb' } }, reason: 'bulb_missing', result: 'parked' }],
      sets: ['new_bulb'],
      clears: ['dark'],
      assigns: { fixes: { plus: [{ get: 'subject.fixes' }, 1] } },
    }),
    aRow('fix', ['fixed'], { result: 'absorbed', reason: 'already_fixed' }),
    aRow('lock', ['broken'], { result: 'refused', reason: 'never' }),
    aRow('edit', ['*']),
    aRow('correct', ['*']),
  ],
  fields: [
    aField('street', 'IMM', { values: { head: { get: 'event.street' }, see: { get: 'event.payload.street' } } }),
    aField('bulb', 'FWW', { values: { fix: { get: 'event.payload.bulb' } } }),
    aField('colour', 'LWW-R', { edit: true }),
    aField('fixed_at', 'MAX', { values: { fix: { get: 'event.at' } } }),
  ],
}
const head = aDocument('', {}, { _id: LAMP, type: 'lamp', street: '江堤路' })
const aFile = (changes: Partial<LocalFile>): LocalFile => ({ subject: LAMP, head, status: null, documents: [], ...changes })

function aStatus(more: Values): Status {
  return { subject: LAMP, rseq: 9, state: 'broken', flags: ['dark'], results: {}, ...more } as unknown as Status
}

describe('a record on this phone', () => {
  it('begins with its head, or with the first event of those that have none', () => {
    expect(localFold(rules, aFile({}))).toMatchObject({ state: 'broken', seen: 0, values: { street: '江堤路' } })
    const seen = aDocument('see', { street: '沿江路' })
    expect(localFold(rules, aFile({ head: null, documents: [seen] }))).toMatchObject({ state: 'broken', values: { street: '沿江路' } })
    expect(localFold(rules, aFile({ head: null, documents: [aDocument('fix')] }))).toBeNull()
  })

  it('goes on from the server’s word with what that has not judged, and says what waits to be synced', () => {
    const [old, fix] = [aDocument('fix', { bulb: 'b0' }), aDocument('fix', { bulb: 'b1' })]
    const status = aStatus({ results: { [old._id]: { result: 'parked', reason: 'x' } }, fixes: 2, bulb: null })
    const record = localFold(rules, aFile({ status, documents: [fix, old] }))
    expect(record).toMatchObject({ state: 'fixed', flags: ['new_bulb'], seen: 9, seen_ids: [fix._id], values: { bulb: 'b1', fixes: 3 } })
    expect(record?.values.fixed_at).toMatch(/Z$/)
    expect(record?.applied).toEqual([fix])
  })

  it('takes in what another event had done already, and leaves out what cannot be', () => {
    const documents = [aDocument('fix', { bulb: 'b1' }), aDocument('fix', { bulb: 'b2' }), aDocument('lock'), aDocument('unknown')]
    const record = localFold(rules, aFile({ documents }))
    expect(record).toMatchObject({ state: 'fixed', values: { bulb: 'b1' } })
    expect(record?.applied).toHaveLength(1)
  })

  it('shows edits and corrections of the fields that take them', () => {
    const documents = [
      aDocument('edit', { field: 'colour', value: 'white' }),
      aDocument('correct', { field: 'colour', value: 'warm', reason: 'x' }),
      aDocument('edit', { field: 'bulb', value: 'b9' }),
    ]
    expect(localFold(rules, aFile({ documents }))?.values).toMatchObject({ colour: 'warm', street: '江堤路' })
    expect(localFold(rules, aFile({ documents }))?.values.bulb).toBeUndefined()
  })
})

describe('what may be done to it', () => {
  const broken = localFold(rules, aFile({}))
  if (!broken) throw new Error('it has begun')
  const fixed = { ...broken, state: 'fixed' }

  it('is what the server’s rows allow, with the reason when not', () => {
    expect(mayDo(rules, broken, me, 'fix', { bulb: 'b1' })).toEqual({ allowed: true, reason: null })
    expect(mayDo(rules, broken, me, 'fix', {}).reason).toBe('bulb_missing')
    expect(mayDo(rules, broken, { id: 'x', roles: [] }, 'fix', { bulb: 'b1' }).reason).toBe('role_missing')
    expect(mayDo(rules, fixed, me, 'fix', { bulb: 'b1' })).toEqual({ allowed: false, reason: 'already_fixed' })
    expect(mayDo(rules, fixed, me, 'see', {}).reason).toBe('not_while_fixed')
    expect([mayEver(rules, me, 'fix'), mayEver(rules, { id: 'x', roles: [] }, 'fix')]).toEqual([true, false])
  })
})

describe('the merge codes', () => {
  const merged = (merge: FieldRule['merge'], current: never | unknown, incoming: unknown, more: Partial<FieldRule> = {}) =>
    mergeLocally(aField('x', merge, more), current as never, incoming as never)

  it.each([
    ['IMM', 1, 2, 1], ['FWW', 'a', 'b', 'a'], ['LWW-R', 'a', 'b', 'b'], ['OWN', 'a', 'b', 'b'], ['KB', 'a', 'b', 'b'],
    ['MIN', 2, 10, 2], ['MIN', 10, 2, 2], ['MAX', 2, 10, 10], ['MAX', '2026-01-02', '2026-01-01', '2026-01-02'],
    ['OR', true, false, true], ['OR', false, true, true], ['APP', ['a'], ['b', 'a'], ['a', 'b']], ['APP', ['a'], 'c', ['a', 'c']],
    ['SUM', 2, 3, 5], ['UNI', [[1, 3]], [[2, 5], [7, null]], [[1, 5], [7, null]]],
  ] as const)('%s of %j and %j is %j', (code, current, incoming, expected) => {
    expect(merged(code, current, incoming)).toEqual(expected)
  })

  it('go by severity, begin lists, and take nothing for no value', () => {
    const order = ['low', 'high']
    expect(merged('WORST', 'high', 'low', { order })).toBe('high')
    expect(merged('WORST', 'low', 'high', { order })).toBe('high')
    expect(merged('APP', null, 'a')).toEqual(['a'])
    expect(merged('LWW-R', 'a', null)).toBe('a')
  })
})

describe('the contract', () => {
  it('knows every kind of record that it has tables for', () => {
    for (const family of Object.keys(contract.records)) expect(rulesOf(family)?.transitions.length, family).toBeGreaterThan(0)
    expect(rulesOf('lamp')).toBeNull()
  })

  it('names events by their record', () => {
    expect(eventId('shift:a:2026-11-23:day', '01X')).toBe('sev:a:2026-11-23:day:01X')
  })
})
