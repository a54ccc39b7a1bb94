import { describe, expect, it } from 'vitest'
import { contract } from '@/contract/contract'
import en from '@/locales/console.en'
import zh from '@/locales/console.zh-CN'
import { aDesk, aParked } from '../../../tests/desk'
import { decisionOf, mergeInto, reasonCodes } from './decisions'
import { countsOf, KINDS, markOf, namesIn, rowsOf } from './deskRows'
import { partsOf } from './parts'

describe('the rows of the desk', () => {
  it('are all that waits, oldest first, the disputed outcomes by themselves', () => {
    const rows = rowsOf(aDesk())
    expect(rows.map((row) => row.kind)).toEqual(['headless', 'quarantined', 'kept_both', 'duplicates', 'parked', 'disputed', 'copies', 'dead_letters'])
    expect(countsOf(rows)).toMatchObject({ parked: 1, disputed: 1, kept_both: 1 })
    expect(new Set(rows.map((row) => row.key)).size).toBe(rows.length)
  })

  it('know everybody by name whom the answer names', () => {
    expect(namesIn(aParked()).get('med-b')).toBe('调解员乙')
    expect(namesIn(null).size).toBe(0)
  })
})

describe('a row', () => {
  it('is another once its handling was tried again, and only then', () => {
    const [before] = rowsOf(aDesk()).filter((row) => row.kind === 'dead_letters')
    const letters = aDesk().dead_letters.map((one) => ({ ...one, attempts: one.attempts + 1 }))
    const [after] = rowsOf(aDesk({ dead_letters: letters })).filter((row) => row.kind === 'dead_letters')
    expect(before && after && [before.key === after.key, markOf(before) === markOf(after)]).toEqual([true, false])
    expect(new Set(rowsOf(aDesk()).filter((row) => row.kind !== 'dead_letters').map(markOf))).toEqual(new Set(['']))
  })
})

describe('the part of the journal', () => {
  it('is the township for its office, and for the district also its own', () => {
    expect(partsOf('421102001', ['twp_operator'])).toEqual(['township'])
    expect(partsOf('421102', ['dist_operator'])).toEqual(['township', 'district', 'nowhere'])
    expect(partsOf('421102', ['dist_special'])).toEqual(['district', 'township'])
  })
})

describe('a decision', () => {
  it('carries its reason where the action has room for it, else as a note', () => {
    expect(decisionOf('case:1', { action: 'dismiss', payload: { event: 'cev:1' } }, '已核实')).toEqual({
      action: 'dismiss', payload: { event: 'cev:1', reason: '已核实' }, note: null,
    })
    const pick = { action: 'pick', payload: { field: 'summary', value: '一' } }
    expect(decisionOf('case:1', pick, '以调解员为准')).toEqual({ ...pick, note: '以调解员为准' })
  })

  it('takes only a code where the record may hold no words', () => {
    expect(reasonCodes('act:1', 'force')).toContain('wrong_number')
    expect(reasonCodes('case:1', 'force')).toBeNull()
  })

  it('names the target, with its place where that is asked for', () => {
    const target = { id: 'case:2', div: { code: '421102001001' } }
    expect(mergeInto('case:1', target).payload).toEqual({ target: 'case:2', target_div: '421102001001' })
    expect(mergeInto('hz:1', target).payload).toEqual({ target: 'case:2' })
  })
})

interface Schema {
  properties?: Record<string, Schema>
  allOf?: { then: Schema }[]
}
const ENVELOPE = ['_id', 'v', 'tz', 'dev', 'dseq', 'prev', 'seen_ids', 'payload']

/** The names of all that documents of this type say, beside their envelope. */
function saidIn(type: string): string[] {
  const { properties = {}, allOf = [] } = (contract.schemas[type] ?? {}) as Schema
  const payloads = allOf.flatMap((rule) => Object.keys(rule.then.properties?.payload?.properties ?? {}))
  return [...Object.keys(properties), ...payloads].filter((name) => !ENVELOPE.includes(name))
}

describe('the words', () => {
  it('are there for every decision, in both languages', () => {
    for (const words of [zh, en]) {
      for (const action of ['force', 'dismiss', 'pick', 'merge_into', 'distinct', 'correct', 'settle'] as const) {
        expect(words.console.desk.do[action], action).not.toBe('')
        expect(words.console.desk.effect[action], action).not.toBe('')
      }
    }
  })

  it('are there for every kind of thing that waits', () => {
    for (const { console: { desk } } of [zh, en]) {
      for (const kind of KINDS) expect([desk.kind[kind], desk.about[kind]].every(Boolean), kind).toBe(true)
    }
  })

  it('are there for every kind of record and every field that may be contradicted', () => {
    for (const words of [zh, en]) {
      const fields = Object.values(contract.fields).flatMap((rules) => rules.map((rule) => rule.name))
      const said = Object.values(contract.records).flatMap(({ kinds }) => Object.keys(kinds)).flatMap(saidIn)
      expect([...fields, ...said].filter((name) => !(name in words.field_name))).toEqual([])
      expect(Object.keys(contract.records).filter((family) => !(family in words.family))).toEqual([])
    }
  })
})
