import { enableAutoUnmount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import InboxList from './InboxList.vue'

import ReportPage from '../incidents/ReportPage.vue'
import ActionPage from '../subjects/ActionPage.vue'
import SubjectPage from '../subjects/SubjectPage.vue'

import { useWords } from '@/locales'
import { useInbox } from '@/stores/inbox'

import { aDuty, momentFrom, ofMine } from '../../../tests/duties'
import { part, settled, shown } from '../../../tests/pages'
import { aMediator, fileOf, HEAD, readingFails, VILLAGE, written } from '../../../tests/subjects'

const TASK = 'task:01J00000000000000000000001'
const NOTICE = 'ntc:01J00000000000000000000002'
const INCIDENT = 'inc:01J00000000000000000000003'
const RESPONDER = 'rsp:01J00000000000000000000003:linjiang-vil'

const aTask = (more = {}) => ofMine(TASK, { state: 'open', kind: 'office', about: null, staff: HEAD, roles: [], text: '核对本月台账', due_at: momentFrom(-1), ...more })
const aNotice = () => ofMine(NOTICE, { state: 'sent', kind: 'office', about: null, staff: HEAD, roles: [], text: '周五开会' })
const aCall = (more = {}) =>
  ofMine(RESPONDER, { state: 'notified', incident: INCIDENT, kind: 'unit', unit: 'linjiang-vil', incident_kind: 'fire', place: '3 组', called: [HEAD], t_notified: momentFrom(0), ...more })

enableAutoUnmount(afterEach)
beforeEach(async () => {
  await aMediator(['mediation_head', 'grid_mgr'])
  await Promise.all([useWords('common'), useWords('field')])
})

describe('the inbox', () => {
  it('has what waits for me and no more, the call first, then by the light', async () => {
    await aNotice()
    await aTask()
    await aCall()
    await aDuty(`scr:${VILLAGE}:2026-W47`, { state: 'due', week: '2026-W47' })
    await aDuty(`scr:${VILLAGE}:2026-W46`, { state: 'done', week: '2026-W46' })
    await ofMine('task:01J00000000000000000000009', { state: 'open', kind: 'office', staff: 'somebody-else', roles: [], text: '别人的', due_at: null })
    const page = await shown(InboxList)
    expect(page.findAll('a.card').map((one) => one.attributes('data-testid'))).toEqual([
      `inbox-${RESPONDER}`, `inbox-${TASK}`, `inbox-scr:${VILLAGE}:2026-W47`, `inbox-${NOTICE}`,
    ])
    expect(part(page, `inbox-${TASK}`).text()).toContain('核对本月台账')
    expect(part(page, `inbox-${TASK}`).text()).toContain('已超期')
    expect(useInbox().badge).toBe(3)
  })

  it('is empty, says that it cannot be read, and is quiet for whose day is made of shifts', async () => {
    expect((await shown(InboxList)).text()).toContain('没有待办事项')
    expect(part(await shown(InboxList, { quiet: true }), 'inbox').exists()).toBe(false)
    readingFails()
    await useInbox().load()
    await settled()
    expect((await shown(InboxList, { quiet: true })).find('[role="alert"]').text()).toContain('没能读出')
  })

  it('loses what was read: one tap gives the receipt', async () => {
    await aNotice()
    const page = await shown(SubjectPage, { id: NOTICE })
    await part(page, 'quick-ack').trigger('click')
    await settled()
    expect(await written()).toMatchObject([{ type: 'ack', subject: NOTICE, answer: null }])
    expect((await fileOf(NOTICE)).record.state).toBe('read')
    await useInbox().load()
    expect(useInbox().badge).toBe(0)
  })

  it('takes the progress that the centre asks for', async () => {
    await aTask({ flags: ['progress_asked'] })
    expect(part(await shown(InboxList), 'asked').exists()).toBe(true)
    const page = await shown(ActionPage, { id: TASK, action: 'reply' })
    await part(page, 'ask-text').setValue('已核对一半')
    await part(page, 'ask-percent').setValue('130')
    await part(page, 'form-save').trigger('click')
    expect(page.find('[data-field="percent"]').text()).toContain('不能超过 100')
    await part(page, 'ask-percent').setValue('50')
    await part(page, 'form-save').trigger('click')
    await settled()
    expect(await written()).toMatchObject([{ type: 'task_ev', action: 'reply', payload: { text: '已核对一半', percent: 50 } }])
    expect((await fileOf(TASK)).record).toMatchObject({ state: 'acked', flags: [] })
  })
})

describe('an incident', () => {
  it('is reported, with the call before all else', async () => {
    const page = await shown(ReportPage)
    expect(part(page, 'call-110').attributes('href')).toBe('tel:110')
    expect(part(page, 'call-119').attributes('href')).toBe('tel:119')
    await part(page, 'form-save').trigger('click')
    for (const name of ['kind', 'place', 'text', 'called']) expect(page.find(`[data-field="${name}"]`).text()).toContain('请填写')
    await part(page, 'ask-kind-fire').trigger('click')
    await part(page, 'ask-place').setValue('3 组柴房')
    await part(page, 'ask-text').setValue('柴房起火')
    await part(page, 'ask-called-yes').trigger('click')
    await settled()
    page.unmount()
    const again = await shown(ReportPage)
    expect((part(again, 'ask-text').element as HTMLTextAreaElement).value).toBe('柴房起火')
    await part(again, 'form-save').trigger('click')
    await settled()
    expect(await written()).toMatchObject([{ type: 'incident', kind: 'fire', place: '3 组柴房', called: true, point: null, people_count: null }])
  })

  it('is answered with one tap at each step, or declined with a reason', async () => {
    await aCall()
    const page = await shown(SubjectPage, { id: RESPONDER })
    for (const [action, state] of [['ack', 'acked'], ['en_route', 'en_route'], ['on_scene', 'on_scene']]) {
      await part(page, `quick-${action}`).trigger('click')
      await settled()
      expect((await fileOf(RESPONDER)).record.state).toBe(state)
    }
    expect(part(page, 'quick-on_scene').exists()).toBe(false)
    expect(part(page, 'do-done').exists()).toBe(true)
    expect(part(page, 'to-sitrep').attributes('href')).toContain(`${INCIDENT}/do/sitrep`)
    const done = await shown(ActionPage, { id: RESPONDER, action: 'done' })
    await part(done, 'form-save').trigger('click')
    await settled()
    expect((await fileOf(RESPONDER)).record.state).toBe('done')
  })

  it('cannot be declined without a word', async () => {
    await aCall()
    const page = await shown(ActionPage, { id: RESPONDER, action: 'decline' })
    await part(page, 'form-save').trigger('click')
    expect(page.find('[data-field="reason"]').text()).toContain('请填写')
    await part(page, 'ask-reason').setValue('车坏了')
    await part(page, 'form-save').trigger('click')
    await settled()
    expect((await fileOf(RESPONDER)).record.state).toBe('declined')
  })

  it('hears how it looks on the scene', async () => {
    await ofMine(INCIDENT, { state: 'dispatched', kind: 'fire', place: '3 组', text: '起火', called: true })
    const page = await shown(ActionPage, { id: INCIDENT, action: 'sitrep' })
    await part(page, 'ask-text').setValue('火已扑灭')
    await part(page, 'form-save').trigger('click')
    await settled()
    expect(await written()).toMatchObject([{ type: 'incident_ev', action: 'sitrep', payload: { text: '火已扑灭', worse: false } }])
  })
})
