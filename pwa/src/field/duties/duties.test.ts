import { enableAutoUnmount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import AssetStart from './AssetStart.vue'

import ActionPage from '../subjects/ActionPage.vue'
import NewPage from '../subjects/NewPage.vue'
import SubjectPage from '../subjects/SubjectPage.vue'

import type { Values } from '@/contract/localFold'
import { useWords } from '@/locales'
import { newUlid, useSubjects } from '@/stores/subjects'
import { formFor } from '@/stores/subjects/forms'
import { kindOf } from '@/stores/subjects/kinds'
import { saveForm } from '@/stores/subjects/saving'

import { aDuty, dayFrom, DAY_MS, toldAgain } from '../../../tests/duties'
import { fieldText, part, settled, shown } from '../../../tests/pages'
import { aCase, aCaseStatus, aMediator, fileOf, HEAD, VILLAGE, written } from '../../../tests/subjects'

const SCREENING = `scr:${VILLAGE}:2026-W47`
const REPORT = `tdr:${VILLAGE}:2026-11-T2`
const BOX = '421102001001-m01'
const WINDOW = `bw:${BOX}:2026-11-H2`
const FIGURES = `ev:${REPORT}:01J0000000000000000000000A`

const payloadOf = async (at: number) => ((await written())[at] as unknown as { payload: Record<string, unknown> }).payload

enableAutoUnmount(afterEach)
beforeEach(async () => {
  await aMediator()
  await Promise.all([useWords('common'), useWords('field')])
})

describe('the weekly screening', () => {
  beforeEach(() => aDuty(SCREENING, { state: 'due', week: '2026-W47' }))

  it('takes a round of its week and no other', async () => {
    const page = await shown(ActionPage, { id: SCREENING, action: 'round' })
    await part(page, 'ask-households_visited').setValue('31')
    await part(page, 'ask-on').setValue(dayFrom(-30))
    await part(page, 'ask-on').trigger('focusout')
    expect(fieldText(page, 'on')).toContain('不在这一期之内')
    await part(page, 'ask-on').setValue(dayFrom(1))
    expect(fieldText(page, 'on')).toContain('不能晚于现在')
    await part(page, 'ask-on').setValue(dayFrom(0))
    await part(page, 'form-save').trigger('click')
    await settled()
    expect(await written()).toMatchObject([{ type: 'screening_ev', subject: SCREENING, action: 'round', payload: { households_visited: 31, area_note: null } }])
    const record = await shown(SubjectPage, { id: SCREENING })
    expect(part(record, 'screened').text()).toContain('已排查 1 次，走访 31 户')
    expect(part(record, 'screened').text()).toContain('零报告')
  })

  it('is done once it has a round and its signature, and is no zero report when a case was found', async () => {
    const made = aCase()
    await useSubjects().save(made)
    const pick = await shown(ActionPage, { id: SCREENING, action: 'add_case_ref' })
    await part(pick, 'pick-save').trigger('click')
    expect(pick.find('[role="alert"]').text()).toBe('请填写。')
    await part(pick, `pick-${made.id}`).trigger('click')
    await part(pick, 'pick-save').trigger('click')
    await settled()
    expect(await payloadOf(1)).toEqual({ case: made.id })
    const round = await shown(ActionPage, { id: SCREENING, action: 'round' })
    await part(round, 'ask-households_visited').setValue('5')
    await part(round, 'form-save').trigger('click')
    await settled()
    const sign = await shown(ActionPage, { id: SCREENING, action: 'sign' })
    await part(sign, 'ask-zero-yes').trigger('click')
    await part(sign, 'form-save').trigger('click')
    expect(fieldText(sign, 'zero')).toContain('不是零报告')
    await part(sign, 'ask-zero-no').trigger('click')
    await part(sign, 'form-save').trigger('click')
    await settled()
    expect(await payloadOf(3)).toEqual({ zero: false })
    expect((await fileOf(SCREENING)).record.state).toBe('done')
  })

  it('asks for the reason of an entry that is struck', async () => {
    await toldAgain(SCREENING, { rounds: [{ id: `ev:${SCREENING}:01J00000000000000000000001`, by: HEAD, at: new Date().toISOString(), on: dayFrom(0), households_visited: 9 }] })
    const page = await shown(ActionPage, { id: SCREENING, action: 'strike' })
    await part(page, `pick-ev:${SCREENING}:01J00000000000000000000001`).trigger('click')
    await part(page, 'pick-save').trigger('click')
    expect(page.text()).toContain('请填写。')
    page.unmount()
    const again = await shown(ActionPage, { id: SCREENING, action: 'strike' })
    expect(again.text()).toContain('已恢复上次没填完的内容')
    await part(again, 'pick-reason').setValue('记错了一周')
    await part(again, 'pick-save').trigger('click')
    await settled()
    expect(await payloadOf(0)).toMatchObject({ reason: '记错了一周' })
    expect(part(await shown(SubjectPage, { id: SCREENING }), 'screened').text()).toContain('已排查 0 次')
  })
})

describe('the ten-day report', () => {
  const figures = {
    cases: { found: 1, handled: 0, effective: 0, in_progress: 1 }, by_category: {}, by_scale: {}, major: [], zero_report: false,
    screening: { rounds: 0, households: 0 }, boxes: { due: 1, opened: 0, items: 0 }, hazards: { found: 0, closed: 0 }, publicity: { leaflet: 40 },
  }
  beforeEach(() => aDuty(REPORT, { state: 'generated', window: '2026-11-T2', due_at: new Date(Date.now() + DAY_MS).toISOString(), figures, figures_id: FIGURES, figures_ids: [FIGURES] }))

  it('leads from a figure to its records', async () => {
    const made = aCase({ title: '晒谷场边界', found_on: dayFrom(0) })
    await useSubjects().save(made)
    await aCaseStatus(made.id, { kind: 'dispute', title: '晒谷场边界', found_on: dayFrom(0), outcome_on: null })
    const page = await shown(SubjectPage, { id: REPORT })
    const found = page.find('[data-figure="cases.found"]')
    expect(found.text()).toContain('晒谷场边界')
    expect(found.find('a').attributes('href')).toBe(`/r/${made.id}`)
    expect(page.find('[data-figure="cases.handled"]').find('a').exists()).toBe(false)
    expect(page.find('[data-figure="publicity.leaflet"]').text()).toContain('40')
    expect(part(page, 'figures').text()).toContain('相关记录不在本机上')
  })

  it('is confirmed with exactly the figures that were shown', async () => {
    const page = await shown(ActionPage, { id: REPORT, action: 'confirm' })
    await part(page, 'confirm').trigger('click')
    await settled()
    expect(await written()).toMatchObject([{ type: 'tdr_ev', action: 'confirm', payload: { figures: FIGURES } }])
    expect((await fileOf(REPORT)).record.state).toBe('confirmed')
  })

  it('is not confirmed while there are newer figures that nobody looked at', async () => {
    const page = await shown(ActionPage, { id: REPORT, action: 'confirm' })
    const newer = FIGURES.replace(/A$/, 'B')
    await toldAgain(REPORT, { rseq: 9, figures_id: newer, figures_ids: [FIGURES, newer] })
    await useSubjects().save(aCase())
    await settled()
    expect(part(page, 'figures-changed').exists()).toBe(true)
    expect(part(page, 'confirm').attributes('disabled')).toBeDefined()
    await part(page, 'figures-changed').find('button').trigger('click')
    await part(page, 'confirm').trigger('click')
    await settled()
    expect(await payloadOf(1)).toEqual({ figures: newer })
  })
})

describe('the opening of a box', () => {
  beforeEach(() => aDuty(WINDOW, { state: 'due', box: BOX, window: '2026-11-H2' }))

  it('needs two openers and numbers that are none twice, and counts the envelopes itself', async () => {
    const page = await shown(ActionPage, { id: WINDOW, action: 'open' })
    await part(page, 'form-next').trigger('click')
    expect(fieldText(page, 'openers')).toContain('至少两人')
    page.unmount()
    const again = await shown(ActionPage, { id: WINDOW, action: 'open' })
    again.findComponent({ name: 'PeopleInput' }).vm.$emit('update:modelValue', [HEAD, 'linjiang-grid'])
    await part(again, 'form-next').trigger('click')
    await settled()
    await part(again, 'ask-envelopes-0').setValue('LJ-0012')
    await part(again, 'ask-envelopes-add').trigger('click')
    await part(again, 'ask-envelopes-1').setValue('LJ-0012')
    await part(again, 'form-save').trigger('click')
    expect(fieldText(again, 'envelopes')).toContain('重复')
    await part(again, 'ask-envelopes-1').setValue('张三的信')
    expect(fieldText(again, 'envelopes')).toContain('LJ-0012')
    await part(again, 'ask-envelopes-1').setValue('LJ-0013')
    await part(again, 'form-save').trigger('click')
    await settled()
    expect(await written()).toMatchObject([
      { type: 'box_open', subject: WINDOW, box: BOX, window: '2026-11-H2', openers: [HEAD, 'linjiang-grid'], items_count: 2, envelopes: ['LJ-0012', 'LJ-0013'], seal_ok: true, box_state: 'ok' },
    ])
    expect((await fileOf(WINDOW)).record.state).toBe('opened')
    const record = await shown(SubjectPage, { id: WINDOW })
    const dropped = part(record, 'drop-LJ-0013').attributes('href')
    expect(dropped).toContain('/clue?envelope_no=LJ-0013&received_on=20')
  })
})

describe('what is only counted', () => {
  it('takes numbers, and fields of another kind are said at their place', async () => {
    const page = await shown(NewPage, { family: 'act' })
    await part(page, 'ask-kind-line_guard').trigger('click')
    await part(page, 'ask-people').setValue('6')
    await part(page, 'ask-minutes').setValue('90')
    await part(page, 'ask-clues_collected').setValue('1')
    await part(page, 'form-save').trigger('click')
    expect(fieldText(page, 'clues_collected')).toContain('此类别不填')
    await part(page, 'ask-clues_collected').setValue('')
    await part(page, 'form-save').trigger('click')
    await settled()
    const [activity] = await written()
    expect(activity).toMatchObject({ type: 'activity', kind: 'line_guard', sessions: 1, people: 6, minutes: 90 })
    expect(activity).not.toHaveProperty('clues_collected')
  })

  it('counts publicity in the unit of its kind, screens with their days', async () => {
    const page = await shown(NewPage, { family: 'pub' })
    await part(page, 'ask-kind-led').trigger('click')
    await part(page, 'ask-qty').setValue('2')
    await part(page, 'ask-place').setValue('村口')
    await part(page, 'form-save').trigger('click')
    expect(fieldText(page, 'days')).toContain('请填写')
    await part(page, 'ask-days').setValue('7')
    await part(page, 'form-save').trigger('click')
    await settled()
    expect(await written()).toMatchObject([{ type: 'publicity', kind: 'led', unit: 'screens', qty: 2, days: 7 }])
  })
})

describe('a fault', () => {
  it('is a report on the thing itself, and says what is missing', async () => {
    const page = await shown(AssetStart, {})
    await part(page, 'asset-save').trigger('click')
    for (const name of ['kind', 'asset', 'fault']) expect(fieldText(page, name)).toContain('请填写')
    await part(page, 'ask-kind-mailbox').trigger('click')
    await part(page, 'ask-asset').setValue('信箱一号')
    expect(fieldText(page, 'asset')).toContain('格式不对')
    await part(page, 'ask-asset').setValue(BOX)
    await part(page, 'ask-fault-lock').trigger('click')
    await part(page, 'asset-save').trigger('click')
    await settled()
    expect(await written()).toMatchObject([{ type: 'asset_report', subject: `box:${BOX}`, asset: BOX, kind: 'mailbox', fault: 'lock', attach: [] }])
    expect((await fileOf(`box:${BOX}`)).record.state).toBe('damaged')
  })
})

describe('a dispute found by screening', () => {
  it('stands in the screening of its week by itself, once, and not when it was found otherwise', async () => {
    await aDuty(SCREENING, { state: 'due', week: '2026-W47' })
    const cases = kindOf('case')
    if (!cases) throw new Error('no cases')
    const form = formFor(cases, { type: 'case', action: 'head' })
    const { fields } = aCase()
    const target = (ulid: string) => ({ kind: cases, file: null, div: VILLAGE, ulid, also: newUlid() })
    const [one, other] = [newUlid(), newUlid()]
    const found = { ...fields, found_on: dayFrom(0), source: 'screening' } as Values
    const id = await saveForm(form, target(one), found, {}, true)
    await saveForm(form, target(one), found, {}, true)
    await saveForm(form, target(other), { ...found, source: 'visit' }, {}, true)
    const noted = (await written()).filter(({ type }) => type === 'screening_ev')
    expect(noted).toMatchObject([{ subject: SCREENING, action: 'add_case_ref', payload: { case: id } }])
    const page = await shown(SubjectPage, { id: SCREENING })
    expect(part(page, 'screened').text()).toContain('发现矛盾纠纷 1 件')
  })
})
