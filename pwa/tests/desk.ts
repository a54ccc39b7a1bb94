/** What the desk's API answers, for tests of the console. */
import type { Desk, ParkedItem, RecordRef } from '@/api/desk'

export function aRecord(changes: Partial<RecordRef> = {}): RecordRef {
  return {
    id: 'case:1', plural: 'cases', div: { code: '421102001001', name: '临江社区' }, state: 'agreed', kind: 'dispute', title: '宅基地界线', number: null,
    on: '2026-03-02', rseq: 12, sealed: false, ...changes,
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
  const open = (settle_as: string) => ({ settle_as, settled: null })
  const why = (reason: string, zh: string) => ({ reason, words: { 'zh-CN': zh, en: reason } })
  return {
    as_of: '2026-03-02T06:00:00.000Z',
    parked: [aParked(), aParked({ event: early, disputed: false, beside: [], reason: 'not_while_planned' })],
    kept_both: [{ record: aRecord({ id: 'case:2' }), field: 'summary', values: [written('一', 'grid-a'), written('二', 'med-a')], choices: [pick] }],
    duplicates: [{ record: aRecord({ id: 'hz:1', plural: 'hazards', state: 'found' }), candidates: [aRecord({ id: 'hz:2', plural: 'hazards', state: 'found' })], choices: [{ ...pick, action: 'merge_into' }, { ...pick, action: 'distinct' }] }],
    copies: [{ ...other, ...open('held:t:9:second_revision'), id: 't:9', doc_id: 'case:3', type: 'case', reason: 'second_revision', words: {}, differences: [{ field: 'title', kept: '甲', other: '乙' }], record: aRecord({ id: 'case:3' }), choices: [{ ...pick, action: 'correct' }] }],
    quarantined: [{ ...open('held:t:1:schema'), id: 't:1', database: 'work_1', doc_id: 'case:4', type: 'case', author: other.author, reason: 'schema', words: {}, errors: { kind: ['x'] }, received_at: '2026-03-01T01:00:00.000Z' }],
    headless: [{ ...open('headless:t:case:6:abc'), subject: 'case:6', since: '2026-03-01T00:30:00.000Z', events: [{ id: 'cev:6', action: 'note', by: { id: 'med-a', name: '调解员甲' }, at: '2026-03-01T00:20:00.000Z', received_at: '2026-03-01T00:30:00.000Z' }] }],
    dead_letters: [{ ...open('dead_letter:t:case:5:abc'), subject: 'case:5', partition: '421102001', attempts: 3, error: 'KeyError', since: '2026-03-02T05:30:00.000Z', next_try: '2026-03-02T06:30:00.000Z' }],
    more: [],
    may_settle: true,
    reasons: {
      copies: [why('first_is_right', '以生效的一份为准')],
      quarantined: [why('entered_again', '已重新录入'), why('on_paper', '已按纸质材料办理')],
      headless: [why('author_told', '已告知填写人，无需再办')],
      dead_letters: [why('passed_on', '已转系统管理员')],
    },
    ...changes,
  }
}
