/** What the desk's API answers, for tests of the console. */
import type { Desk, ParkedItem, RecordRef } from '@/api/desk'

export function aRecord(changes: Partial<RecordRef> = {}): RecordRef {
  return {
    id: 'case:1', plural: 'cases', div: { code: '421102001001', name: '临江社区' }, state: 'agreed', kind: 'dispute', title: '宅基地界线', number: null,
    on: '2026-03-02', rseq: 12, ...changes,
  }
}

export function aParked(changes: Partial<ParkedItem> = {}): ParkedItem {
  const done = (id: string, action: string, who: string, name: string, at: string) => ({
    id, action, by: { id: who, name }, at, received_at: at, seen: 4, payload: {}, note: null,
  })
  return {
    record: aRecord(),
    event: { ...done('cev:1:fail', 'fail', 'med-b', '调解员乙', '2026-03-02T04:00:00.000Z'), payload: { reason: '无法达成一致' } },
    reason: 'outcome_disputed',
    words: { 'zh-CN': '与已生效的结果矛盾', en: 'It contradicts the outcome in force.' },
    disputed: true,
    beside: [done('cev:1:agree', 'agree', 'med-a', '调解员甲', '2026-03-02T03:00:00.000Z')],
    choices: [
      { action: 'force', allowed: false, reason: 'role_missing', words: { 'zh-CN': '岗位无权', en: 'Not your role' } },
      { action: 'dismiss', allowed: true, reason: null, words: null },
    ],
    ...changes,
  }
}

export function aDesk(changes: Partial<Desk> = {}): Desk {
  const early = { ...aParked().event, id: 'sev:1', received_at: '2026-03-02T03:30:00.000Z' }
  const written = (value: string, id: string) => ({ value, by: { id, name: id }, at: '2026-03-01T02:00:00.000Z', id: `cev:${id}` })
  const pick = { action: 'pick', allowed: true, reason: null, words: null }
  const other = { author: { id: 'a', name: '甲' }, first_author: { id: 'b', name: '乙' }, received_at: '2026-03-02T05:00:00.000Z' }
  return {
    as_of: '2026-03-02T06:00:00.000Z',
    parked: [aParked(), aParked({ event: early, disputed: false, beside: [], reason: 'not_while_planned' })],
    kept_both: [{ record: aRecord({ id: 'case:2' }), field: 'summary', values: [written('一', 'grid-a'), written('二', 'med-a')], choices: [pick] }],
    duplicates: [{ record: aRecord({ id: 'hz:1', plural: 'hazards', state: 'found' }), candidates: [aRecord({ id: 'hz:2', plural: 'hazards', state: 'found' })], choices: [{ ...pick, action: 'merge_into' }, { ...pick, action: 'distinct' }] }],
    copies: [{ ...other, id: 't:9', doc_id: 'case:3', type: 'case', reason: 'second_revision', words: {}, differences: [{ field: 'title', kept: '甲', other: '乙' }], record: aRecord({ id: 'case:3' }), choices: [{ ...pick, action: 'correct' }] }],
    quarantined: [{ id: 't:1', database: 'work_1', doc_id: 'case:4', type: 'case', author: other.author, reason: 'schema', words: {}, errors: { kind: ['x'] }, received_at: '2026-03-01T01:00:00.000Z' }],
    dead_letters: [{ subject: 'case:5', partition: '421102001', attempts: 3, error: 'KeyError', since: '2026-03-02T05:30:00.000Z', next_try: '2026-03-02T06:30:00.000Z' }],
    more: [],
    ...changes,
  }
}
