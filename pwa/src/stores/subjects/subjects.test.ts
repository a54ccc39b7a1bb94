import { beforeEach, describe, expect, it } from 'vitest'

import { formFor, freshAnswers, shownFields } from './forms'
import { shownOf, useSubjects } from './index'
import { kindOf } from './kinds'
import { lightOf } from './light'
import { partiesOf, partyId } from './parties'
import { idFor, Invalid, keepForm, saveForm } from './saving'

import type { Values } from '@/contract/localFold'
import { contract } from '@/contract/contract'
import type { Offer } from '@/contract/offers'
import { amend, newUlid, openEntries, settle } from '@/db/manifest'
import { openDocuments } from '@/db/open'
import { useRecords } from '@/stores/records'

import { killTab } from '../../../tests/phone'
import { aCase, aCaseStatus, aMediator, fileOf, HEAD, OWN, VILLAGE, WORK } from '../../../tests/subjects'

const standing = (offers: readonly Offer[], action: string) => offers.find((one) => one.action === action)
const offersOf = async (id: string) => useSubjects().offers(await fileOf(id))

/** Does something to a record, as its form would. */
async function does(id: string, action: string, values: Values = {}): Promise<string> {
  const file = await fileOf(id)
  const deed = file.kind.deeds.find((one) => one.action === action)
  if (!deed) throw new Error(action)
  const target = { kind: file.kind, file, div: VILLAGE, ulid: newUlid(), also: newUlid() }
  return saveForm(formFor(file.kind, deed), target, values, {}, true)
}

const SESSION: Values = {
  kind: 'mediation', place: '调解室', started_at: '2026-11-23T00:00:00.000Z', ended_at: '2026-11-23T00:30:00.000Z', mediators: [HEAD],
  attendee_roles: { applicant: 1 }, content: '双方同意。', result: 'agreed', next_on: null, attach: [],
}
const AGREEMENT: Values = { form: 'written', terms: ['以石桩为界'], perform_due: null, signed_on: '2026-11-23', paper_photo: null }

async function aTakenCase(): Promise<string> {
  const made = aCase()
  await useSubjects().save(made)
  await does(made.id, 'accept', { category: null })
  await does(made.id, 'take')
  return made.id
}

beforeEach(() => aMediator())

describe('records on this phone', () => {
  it('are written at their home and shown before the server has spoken, also after a kill', async () => {
    const id = await aTakenCase()
    await killTab()
    const file = await fileOf(id)
    expect(file.record).toMatchObject({ state: 'handling', values: { lead_officer: HEAD, category: 'D02' } })
    expect(file.told.map(({ action }) => action)).toEqual(['head', 'accept', 'take'])
    expect((await openEntries(HEAD)).map(({ database }) => database)).toEqual([WORK, WORK, WORK])
    const stored = await openDocuments(HEAD, WORK).get(file.told[2]?.document._id ?? '')
    expect(stored).toMatchObject({ action: 'take', cycle_seen: 1, seen: 0, seen_ids: [file.told[1]?.document._id], prev: file.told[1]?.document._id })
  })

  it('are listed with my unsent work on top of the server’s word, those that need me first', async () => {
    const [one, other] = [aCase(), aCase()]
    for (const made of [one, other]) await useSubjects().save(made)
    await aCaseStatus(other.id, { state: 'handling', title: '院墙', lead_officer: 'somebody', first_receiver: HEAD, due_at: '2020-01-01T00:00:00Z' })
    const subjects = useSubjects()
    expect(subjects.cardsOf('case')).toBeNull()
    await subjects.load('case')
    expect(subjects.cardsOf('case')?.map(({ id, light }) => [id, light])).toEqual([[other.id, 'red'], [one.id, null]])
    const [entry] = await openEntries(HEAD)
    await amend(entry?.id ?? '', () => ({ state: 'needs_you' }))
    await useRecords().load()
    expect(subjects.cardsOf('case')?.map(({ id, needsYou, mine, unsent }) => [id, needsYou, mine, unsent])).toEqual([[one.id, true, true, false], [other.id, false, true, true]])
  })

  it('keep what has its receipt while the new state is still on its way', async () => {
    const made = aCase()
    await useSubjects().save(made)
    await settle(made.id, { state: 'received', reason: null, words: null })
    await useRecords().load()
    await useSubjects().load('case')
    expect(useSubjects().cardsOf('case')).toMatchObject([{ id: made.id, unsent: false }])
  })

  it('say so when they cannot be read, and go on when they can', async () => {
    const documents = openDocuments(HEAD, WORK)
    const read = documents.allDocs.bind(documents)
    documents.allDocs = (() => Promise.reject(new Error('broken'))) as never
    await useSubjects().load('case')
    expect([useSubjects().failed, useSubjects().cardsOf('case')]).toEqual([true, null])
    documents.allDocs = read
    await useSubjects().load('case')
    expect([useSubjects().failed, useSubjects().cardsOf('case')]).toEqual([false, []])
  })

  it('that the server shows as a copy are whole: head, events, state', async () => {
    const made = aCase()
    const head = { ...made.fields, _id: made.id, type: 'case', div: VILLAGE, wrote: { by: 'grid', dev: 'd', dseq: 1 }, at_dev: '2026-11-23T08:00:00+08:00' }
    const take = { _id: `cev:${made.id.slice(5)}:${newUlid()}`, type: 'case_ev', action: 'take', payload: {}, wrote: { by: HEAD, dev: 'd', dseq: 2 }, at_dev: '2026-11-23T09:00:00+08:00' }
    const state = { subject: made.id, rseq: 3, state: 'assigned', flags: [], div: VILLAGE, lead_officer: HEAD, results: { [take._id]: { result: 'parked', reason: 'not_assignee' } } }
    await openDocuments(HEAD, OWN).put({ _id: `view:${made.id}`, type: 'view', head, state, events: [{ ...take, result: 'parked', reason: 'not_assignee' }] } as never)
    const file = await fileOf(made.id)
    expect(file.told.map(({ action, result }) => [action, result?.reason ?? null])).toEqual([['head', null], ['take', 'not_assignee']])
    await useSubjects().load('case')
    expect(useSubjects().cardsOf('case')).toMatchObject([{ id: made.id, record: { state: 'assigned' } }])
  })
})

describe('what may be done', () => {
  it('follows the case to its close-out, each step with what is missing for it', async () => {
    const id = await aTakenCase()
    expect(standing(await offersOf(id), 'close_req')).toMatchObject({ standing: 'closed', reason: 'not_while_handling' })
    const file = await fileOf(id)
    const agree = { type: 'case_ev', action: 'agree' }
    expect(useSubjects().refusal(file, agree, { outcome: 'agreement_written' })).toBe('session_missing')
    await does(id, 'session', SESSION)
    expect(useSubjects().refusal(await fileOf(id), agree, { outcome: 'agreement_written' })).toBe('agreement_missing')
    await does(id, 'agreement', AGREEMENT)
    await does(id, 'agree', { outcome: 'agreement_written' })
    expect(standing(await offersOf(id), 'close_req')).toMatchObject({ standing: 'blocked', reason: 'feedback_missing' })
    await does(id, 'feedback', { way: 'visit', text: '已告知' })
    expect(standing(await offersOf(id), 'close_req')?.reason).toBe('file_parts_missing')
    for (const part of ['rights_notice', 'identity_paper', 'back_cover']) await does(id, 'file_part', { part, attach: [] })
    expect(standing(await offersOf(id), 'close_req')).toMatchObject({ standing: 'open' })
    expect((await offersOf(id))[0]?.action).toBe('follow_up')
    await does(id, 'close_req')
    expect((await fileOf(id)).record.state).toBe('close_requested')
  })

  it('is asked of the roles: a grid manager neither accepts nor takes', async () => {
    await aMediator(['grid_mgr'])
    const made = aCase()
    await useSubjects().save(made)
    const actions = (await offersOf(made.id)).map(({ action }) => action)
    expect(actions).not.toContain('accept')
    expect(actions).not.toContain('session') // may not write them
    expect(actions).toContain('void')
  })

  it('is refused by what the form says, not before', async () => {
    const id = await aTakenCase()
    expect(standing(await offersOf(id), 'extend_req')).toMatchObject({ standing: 'open' })
    const deed = { type: 'case_ev', action: 'extend_req' }
    expect(useSubjects().refusal(await fileOf(id), deed, { reason: 'x', both_agree: false })).toBe('both_must_agree')
    expect(useSubjects().refusal(await fileOf(id), deed, { reason: 'x', both_agree: true })).toBeNull()
  })
})

describe('papers', () => {
  const draftIn = async (id: string) => (await fileOf(id)).drafts

  async function keeps(id: string, ulid: string, values: Values): Promise<string> {
    const file = await fileOf(id)
    return keepForm(formFor(file.kind, { type: 'session', action: 'session' }), { kind: file.kind, file, div: VILLAGE, ulid, also: '' }, values, {})
  }

  it('are their author’s own until they are signed: no number, no effect, any number of times', async () => {
    const id = await aTakenCase()
    const ulid = newUlid()
    const before = (await openEntries(HEAD)).length
    const paper = await keeps(id, ulid, { ...SESSION, content: '一', result: null })
    await keeps(id, ulid, { ...SESSION, content: '二', result: null })
    expect(await draftIn(id)).toMatchObject([{ _id: paper, content: '二', signed_at: null, wrote: { dseq: 0 } }])
    expect(await openEntries(HEAD)).toHaveLength(before)
    expect((await fileOf(id)).told.map(({ action }) => action)).not.toContain('session')
  })

  it('that are signed become a fact under a number, over the draft, and stay as they are', async () => {
    const id = await aTakenCase()
    const ulid = newUlid()
    await keeps(id, ulid, { ...SESSION, result: null })
    const file = await fileOf(id)
    const target = { kind: file.kind, file, div: VILLAGE, ulid, also: '' }
    const form = formFor(file.kind, { type: 'session', action: 'session' })
    const paper = await saveForm(form, target, SESSION, {}, true)
    const stored = await openDocuments(HEAD, OWN).get(paper)
    expect(stored).toMatchObject({ result: 'agreed', subject: id, wrote: { dseq: 4 } })
    expect(stored.signed_at).toEqual(expect.any(String))
    expect((await openEntries(HEAD)).find((entry) => entry.id === paper)).toMatchObject({ rev: stored._rev, database: OWN })
    await keeps(id, ulid, { ...SESSION, content: '后来' })
    expect((await openDocuments(HEAD, OWN).get(paper))._rev).toBe(stored._rev)
    expect(await draftIn(id)).toEqual([])
  })

  it('that do not fit are told by their fields, and nothing is kept', async () => {
    const id = await aTakenCase()
    await expect(keeps(id, newUlid(), { ...SESSION, kind: 'party' })).rejects.toBeInstanceOf(Invalid)
    expect(await draftIn(id)).toEqual([])
  })
})

describe('forms', () => {
  const caseKind = kindOf('case')
  if (!caseKind) throw new Error('the contract has cases')
  const known = { me: HEAD, now: new Date('2026-11-23T08:00:00'), record: null, used: () => 0 }

  it('of an intake ask for what must be known, and make up the title', () => {
    const form = formFor(caseKind, { type: 'case', action: 'head' })
    expect(form.steps).toEqual([['kind', 'category', 'place'], ['summary', 'people_count', 'risk_level', 'signs']])
    expect(freshAnswers(form, known)).toMatchObject({ kind: 'dispute', found_on: '2026-11-23', people_count: '2', signs: [], title: '' })
    expect(form.across({ kind: 'dispute', category: '' })).toEqual({ category: 'missing' })
    expect(form.across({ kind: 'consult', category: '' })).toEqual({})
    expect(form.fill({ place: '晒谷场', category: 'D02', title: '' }, (_d, code) => code).title).toBe('晒谷场 D02')
    expect(form.fill({ place: '晒谷场', title: '院墙' }, (_d, code) => code).title).toBe('院墙')
  })

  it('know what cannot be in that order', () => {
    const session = formFor(caseKind, { type: 'session', action: 'session' })
    expect(session.across({ started_at: '2026-11-23T10:00', ended_at: '2026-11-23T09:00' })).toEqual({ ended_at: 'before_start' })
    const agreement = formFor(caseKind, { type: 'agreement', action: 'agreement' })
    expect(agreement.across({ signed_on: '2026-11-23', perform_due: '2026-11-20' })).toEqual({ perform_due: 'before_signed' })
  })

  it('ask for no more than the document has, and for all that it must have', () => {
    const record = { state: 'due', values: { box: '421102001001-m01', window: '2026-11-H2' }, flags: [], seen: 0, seen_ids: [], applied: [] }
    for (const family of Object.keys(contract.records)) {
      const kind = kindOf(family)
      for (const deed of kind?.deeds ?? []) {
        const form = formFor(kind ?? caseKind, deed)
        const names = form.fields.map(({ name }) => name)
        expect(shownFields(form).filter((name) => !names.includes(name)), `${family}.${deed.action}`).toEqual([])
        const begun = freshAnswers(form, { ...known, record })
        const asked = form.fields.filter(({ name, required }) => required && !shownFields(form).includes(name))
        expect(asked.filter(({ name }) => begun[name] === '' || begun[name] === undefined).map(({ name }) => name), `${family}.${deed.action}`).toEqual([])
      }
    }
  })

  it('settle on the spot in one go: two documents from one form, once however often it is saved', async () => {
    const form = formFor(caseKind, { type: 'case', action: 'head' }, { type: 'case_ev', action: 'on_spot' })
    const target = { kind: caseKind, file: null, div: VILLAGE, ulid: newUlid(), also: newUlid() }
    const values = { ...(aCase().fields as Values), form: 'oral', injury: false, way: 'visit' }
    const id = await saveForm(form, target, values, {}, false)
    await saveForm(form, target, values, {}, false)
    expect(id).toBe(idFor(target, form.deed))
    expect((await openEntries(HEAD)).map(({ type }) => type)).toEqual(['case', 'case_ev'])
    expect((await fileOf(id)).record).toMatchObject({ state: 'close_requested', values: { on_spot: true, outcome: 'reconciled_on_spot' } })
  })
})

describe('parties', () => {
  it('lie in one’s own database alone', async () => {
    const id = await aTakenCase()
    const kind = kindOf('party')
    if (!kind) throw new Error('the contract has parties')
    const form = formFor(kind, { type: 'party', action: 'head' })
    const target = { kind, file: null, div: VILLAGE, ulid: newUlid(), also: '', under: id.slice(5) }
    const party = await saveForm(form, target, { role: 'applicant', alias: '张某甲', name: '张三', phone: null, org_name: null, id_checked_on_paper: true }, {}, false)
    expect(party).toBe(partyId(id, target.ulid))
    expect(await partiesOf(id)).toEqual([{ id: party, role: 'applicant', alias: '张某甲', name: '张三', phone: null, org_name: null, id_checked: true }])
    expect((await openEntries(HEAD)).find((entry) => entry.id === party)?.database).toBe(OWN)
    await openDocuments(HEAD, OWN).put({ _id: `st:${party}`, type: 'st', subject: party, rseq: 2, state: 'noted', alias: '张某甲', role: 'applicant', name: null, flags: [], results: {} } as never)
    expect(await partiesOf(id)).toMatchObject([{ id: party, name: null }])
    expect(await partiesOf('case:01ANOTHER')).toEqual([])
    expect(JSON.stringify(await openDocuments(HEAD, WORK).allDocs({ include_docs: true }))).not.toContain('张三')
  })
})

describe('the light of a time limit', () => {
  const parameters = contract.parameters as Values
  const light = (due: string, since: string | null, now: string) => lightOf(due, since, new Date(now), parameters)

  it('is green, yellow near the end, red after it', () => {
    expect(light('2026-12-23T00:00:00Z', '2026-11-23T00:00:00Z', '2026-12-01T00:00:00Z')).toBe('green')
    expect(light('2026-12-23T00:00:00Z', '2026-11-23T00:00:00Z', '2026-12-18T00:00:00Z')).toBe('yellow')
    expect(light('2026-12-23T00:00:00Z', null, '2026-12-19T23:00:00Z')).toBe('green')
    expect(light('2026-12-23T00:00:00Z', null, '2026-12-20T01:00:00Z')).toBe('yellow')
    expect(light('2026-12-23T00:00:00Z', null, '2026-12-23T00:00:01Z')).toBe('red')
    expect(lightOf(null, null, new Date(), parameters)).toBeNull()
  })

  it('of a short limit turns yellow at half of it', () => {
    expect(light('2026-11-25T00:00:00Z', '2026-11-23T00:00:00Z', '2026-11-23T12:00:00Z')).toBe('green')
    expect(light('2026-11-25T00:00:00Z', '2026-11-23T00:00:00Z', '2026-11-24T01:00:00Z')).toBe('yellow')
  })
})

describe('what an event carries', () => {
  it('is what was on the screen', async () => {
    const id = await aTakenCase()
    await aCaseStatus(id, { rseq: 12, state: 'handling', cycle: 2, lead_officer: HEAD })
    expect(shownOf(await fileOf(id))).toMatchObject({ seen: 12, cycle_seen: 2 })
  })
})
