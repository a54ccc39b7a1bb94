import { beforeEach, describe, expect, it } from 'vitest'

import { questionsOf } from './checklists'
import { freshInspection, inspectionProblems, nextVisit, submitInspection, type InspectionFilled, type ItemFilled } from './inspecting'
import { formFor } from './forms'
import { useSubjects } from './index'
import { kindOf, LISTED } from './kinds'
import { saveForm } from './saving'
import { schoolRows } from './schoolMonth'

import { newUlid } from '@/db/manifest'
import { photosOf } from '@/db/photos'
import type { DraftPhoto } from '@/stores/photos'

import { anInspector, INSPECTOR, MONTH, OWN, SCHOOLS, theServerSays, VILLAGE, written, writtenTo } from '../../../tests/schools'

const PLACE = { school: 'yucai', month: MONTH, div: VILLAGE }
const ID = `insp:yucai:${MONTH}:${INSPECTOR}`

function aPhoto(): DraftPhoto {
  const picture = { bytes: new Blob(['x']), width: 4, height: 3 }
  return { id: `att:${newUlid()}`, taken_at: '2026-11-23T08:00:00+08:00', full: picture, thumb: picture }
}

function aVisit(): InspectionFilled {
  const filled = freshInspection(ID, MONTH, new Date())
  for (const item of Object.values(filled.items)) item.ans = 'ok'
  return filled
}

function set(filled: InspectionFilled, code: string, answer: Partial<ItemFilled>): void {
  filled.items = Object.fromEntries(Object.entries(filled.items).map(([key, item]) => [key, key === code ? { ...item, ...answer } : item]))
}

beforeEach(() => anInspector())

describe('an inspection', () => {
  it('has every item in one group', () => {
    const codes = (questionsOf(null) ?? []).flatMap(({ children = [] }) => children.map(({ name }) => name))
    expect([...codes].sort()).toEqual(Array.from({ length: 20 }, (_one, at) => `SC${String(at + 1).padStart(2, '0')}`))
  })

  it('says what is wrong of its day', () => {
    const problem = (on: string, now = '2026-11-23T10:00:00') => inspectionProblems({ ...aVisit(), on }, '2026-11', new Date(now)).on
    expect([problem(''), problem('2026-11-31'), problem('2026-11-24'), problem('2026-10-30'), problem('2026-11-23')]).toEqual([
      'day', 'day', 'in_future', 'other_month', undefined,
    ])
  })

  it('is numbered among my visits to the school in the month', () => {
    const place = { school: 'yucai', month: '2026-11' }
    const id = 'insp:yucai:2026-11:me'
    expect(nextVisit(place, 'me', ['insp:yucai:2026-11:me2', 'insp:yucai:2026-10:me'])).toBe(id)
    expect(nextVisit(place, 'me', [id])).toBe(`${id}:2`)
    expect(nextVisit(place, 'me', [id, `${id}:9`])).toBe(`${id}:10`)
  })

  it('is submitted with its photos; what was put right at once goes to the hazard, and twice is once', async () => {
    const filled = aVisit()
    const [before, after, dropped] = [aPhoto(), aPhoto(), aPhoto()]
    set(filled, 'SC06', { ans: 'no', photos: [before], after: [after] })
    set(filled, 'SC01', { note: 'was a no before', photos: [dropped] })
    await submitInspection(filled, PLACE)
    await submitInspection(filled, PLACE)
    const documents = await written()
    expect(documents.map(({ type }) => type)).toEqual(['attach', 'inspection', 'attach', 'hazard_ev'])
    expect(await writtenTo()).toEqual([OWN, OWN, SCHOOLS, SCHOOLS])
    expect(documents[1]?.answers).toMatchObject({ SC06: { ans: 'no', note: null, att: [before.id] }, SC01: { ans: 'ok' } })
    expect(documents[1]?.answers).not.toHaveProperty('SC01.att')
    expect(documents[3]).toMatchObject({
      subject: `hz:yucai:${MONTH}:SC06`, action: 'fixed_on_spot', seen: 0, div: VILLAGE, payload: { text: null, attach: [after.id] },
    })
    expect(await photosOf(ID)).toHaveLength(1)
  })

  it('says of a hazard that is known already what was seen of it', async () => {
    const hazard = `hz:yucai:${MONTH}:SC06`
    await theServerSays(hazard, 'found', { finders: ['other'] })
    const filled = aVisit()
    set(filled, 'SC06', { ans: 'no', photos: [aPhoto()], after: [aPhoto()] })
    await submitInspection(filled, PLACE)
    expect((await written()).at(-1)).toMatchObject({ subject: hazard, seen: 7 })
  })
})

describe('the month', () => {
  it('knows the schools from its head alone, and then their results', () => {
    expect(schoolRows({ month: MONTH, schools: ['b', 'a'] }, []).map(({ school, done }) => [school, done])).toEqual([['b', false], ['a', false]])
    const told = { month: MONTH, schools: { a: { on: '2026-11-02', items: { SC01: 'no' } }, b: { on: null, items: {} }, c: { on: null, items: {} } } }
    const rows = schoolRows(told, [{ school: 'b', month: MONTH }, { school: 'c', month: '2020-01' }])
    expect(rows.map(({ school, done, waiting, wanting }) => [school, done, waiting, wanting])).toEqual([
      ['c', false, false, 0], ['b', false, true, 0], ['a', true, false, 1],
    ])
  })
})

describe('the kinds of the schools', () => {
  it('are listed but for the month’s action, which has its own page', () => {
    expect(LISTED).toEqual(expect.arrayContaining(['hz', 'insp', 'les']))
    expect(LISTED).not.toContain('sact')
    expect(kindOf('sact')?.facts).toEqual(['month', 'summary'])
  })

  it('give me a hazard that I found or that is my unit’s to put right', async () => {
    await theServerSays('hz:yucai:2026-11:SC01', 'assigned', { officers: [INSPECTOR], due_at: '2020-01-01T00:00:00.000Z', lead_unit: 'chibi-psb' })
    await theServerSays('hz:yucai:2026-11:SC02', 'closed', { finders: [INSPECTOR] })
    await useSubjects().load('hz')
    const cards = useSubjects().cardsOf('hz') ?? []
    expect(cards.map(({ id, mine, over, light }) => [id.slice(-4), mine, over, light])).toEqual([['SC01', true, false, 'red'], ['SC02', true, true, null]])
  })
})

describe('a hazard that is fixed on the spot', () => {
  it('is one form and two documents: found with its photos, put right with its own, and twice is once', async () => {
    const hazards = kindOf('hz')
    if (!hazards) throw new Error('no hazards')
    const form = formFor(hazards, { type: 'hazard', action: 'head' }, { type: 'hazard_ev', action: 'fixed_on_spot' })
    const [before, after] = [aPhoto(), aPhoto()]
    const values = {
      category: 'stall', severity: 'medium', place: '育才小学东门', text: '摊点占道', school: 'yucai', site: null, point: null,
      attach: [before.id], after_attach: [after.id], after_text: '已劝离',
    }
    const target = { kind: hazards, file: null, div: VILLAGE, ulid: newUlid(), also: newUlid() }
    const answers = { attach: [before], after_attach: [after] }
    const id = await saveForm(form, target, values, answers, true)
    await saveForm(form, target, values, answers, true)

    const [head, event, ...more] = (await written()).filter(({ type }) => type !== 'attach')
    expect(more).toEqual([])
    expect(head).toMatchObject({ _id: id, type: 'hazard', text: '摊点占道', attach: [before.id] })
    expect(head).not.toHaveProperty('after_attach')
    expect(event).toMatchObject({ subject: id, action: 'fixed_on_spot', payload: { text: '已劝离', attach: [after.id] } })
    expect(form.fields.find(({ name }) => name === 'after_attach')?.required).toBe(true)
    const file = await useSubjects().file(id)
    expect(file?.record.state).toBe('rectified')
    expect(file?.record.values).toMatchObject({ before_att: [before.id], after_att: [after.id] })
  })
})
