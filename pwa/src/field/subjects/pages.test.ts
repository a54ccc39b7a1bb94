import { enableAutoUnmount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import ActionPage from './ActionPage.vue'
import NewPage from './NewPage.vue'
import SubjectList from './SubjectList.vue'
import SubjectPage from './SubjectPage.vue'

import { useWords } from '@/locales'
import { useSubjects } from '@/stores/subjects'

import { fieldText, part, settled, shown } from '../../../tests/pages'
import { aCase, aCaseStatus, aMediator, comesBack, HEAD, readingFails, written } from '../../../tests/subjects'

async function aSavedCase(changes: Record<string, unknown> = {}): Promise<string> {
  const made = aCase(changes)
  await useSubjects().save(made)
  return made.id
}

enableAutoUnmount(afterEach)
beforeEach(async () => {
  await aMediator()
  await Promise.all([useWords('common'), useWords('field')])
})

describe('an intake', () => {
  async function filledIn(page: VueWrapper): Promise<void> {
    await part(page, 'ask-category-D02').trigger('click')
    await part(page, 'ask-place').setValue('3 组晒谷场')
    await part(page, 'form-next').trigger('click')
    await settled()
    await part(page, 'ask-summary').setValue('为晒谷场边界争吵。')
  }

  it('says at its field what is missing, and does not go on', async () => {
    const page = await shown(NewPage, { family: 'case' })
    await part(page, 'form-next').trigger('click')
    expect(fieldText(page, 'category')).toContain('请填写')
    expect(fieldText(page, 'place')).toContain('请填写')
    expect(part(page, 'ask-summary').exists()).toBe(false)
    expect(part(page, 'form-why').text()).toBe('有 2 处要改')
  })

  it('is kept at each key, and back after a kill, at the same step', async () => {
    const page = await shown(NewPage, { family: 'case' })
    await filledIn(page)
    await settled()
    page.unmount()
    const again = await shown(NewPage, { family: 'case' })
    expect((part(again, 'ask-summary').element as HTMLTextAreaElement).value).toBe('为晒谷场边界争吵。')
    expect(again.text()).toContain('已恢复上次没填完的内容')
    await part(again, 'form-discard').trigger('click')
    expect((part(again, 'ask-place').element as HTMLInputElement).value).toBe('')
  })

  it('is saved as one record, and leaves nothing behind', async () => {
    const page = await shown(NewPage, { family: 'case' })
    await filledIn(page)
    await part(page, 'ask-people_count').setValue('0')
    await part(page, 'form-save').trigger('click')
    expect(fieldText(page, 'people_count')).toContain('不能小于 1')
    await part(page, 'ask-people_count').setValue('3')
    await part(page, 'form-save').trigger('click')
    await settled()
    expect(await written()).toMatchObject([
      { type: 'case', category: 'D02', title: '3 组晒谷场 邻里纠纷', people_count: 3, signs: [], happened_on: null, secrecy: false },
    ])
    page.unmount()
    const again = await shown(NewPage, { family: 'case' })
    expect((part(again, 'ask-place').element as HTMLInputElement).value).toBe('')
  })

  it('says at its field what only the schema knows', async () => {
    const page = await shown(NewPage, { family: 'case' })
    await filledIn(page)
    await part(page, 'ask-related_orgs-0').setValue('很长'.repeat(40))
    await part(page, 'form-save').trigger('click')
    await settled()
    expect(fieldText(page, 'related_orgs')).toContain('不能这样填')
    expect(await written()).toEqual([])
  })
})

describe('the page of a record', () => {
  it('tells its state, what may be done, and why not what may not', async () => {
    const id = await aSavedCase()
    await aCaseStatus(id, { state: 'agreed', case_no: '2026-001-7', kind: 'dispute', title: '院墙', lead_officer: HEAD, outcome: 'withdrawn_settled', cycle: 1 })
    const page = await shown(SubjectPage, { id })
    expect(page.find('h1').text()).toBe('2026-001-7')
    expect(part(page, 'subject-state').text()).toBe('已达成协议')
    expect(part(page, 'do-feedback').exists()).toBe(true)
    expect(part(page, 'not-close_req').text()).toContain('缺少：反馈当事人。')
    expect(part(page, 'file-parts').text()).toContain('必备 1/5')
    expect(page.find('[data-part="application"]').attributes('data-done')).toBe('true')
  })

  it('tells each event with its result, and what came back to me', async () => {
    const id = await aSavedCase()
    const page = await shown(ActionPage, { id, action: 'accept' })
    await part(page, 'form-save').trigger('click')
    await settled()
    const [, accept] = await written()
    await comesBack(accept?._id ?? '', 'other_area')
    await aCaseStatus(id, { results: { [id]: { result: 'applied', reason: null }, [accept?._id ?? '']: { result: 'parked', reason: 'other_area' } } })
    const record = await shown(SubjectPage, { id })
    expect(part(record, 'returned').text()).toContain('受理：此案不在您的村（社区）')
    const rows = record.findAll('[data-testid="timeline-row"]')
    expect(rows.map((row) => row.attributes('data-result'))).toEqual(['parked', 'applied'])
    expect(rows[0]?.text()).toContain('待定 · 此案不在您的村（社区）。')
  })

  it('says that a record is not here', async () => {
    expect((await shown(SubjectPage, { id: 'case:01NOWHERE' })).text()).toContain('这条记录不在本机上')
  })
})

describe('the form of an action', () => {
  it('is closed with its reason while the answers do not allow it', async () => {
    const id = await aSavedCase()
    await aCaseStatus(id, { state: 'handling', kind: 'dispute', lead_officer: HEAD, cycle: 1 })
    const page = await shown(ActionPage, { id, action: 'agree' })
    await part(page, 'ask-outcome-agreement_oral').trigger('click')
    expect(part(page, 'form-why').text()).toBe('缺少：调解记录。')
    expect(part(page, 'form-save').attributes('disabled')).toBeDefined()
    await part(page, 'ask-outcome-withdrawn_settled').trigger('click')
    expect(part(page, 'form-save').attributes('disabled')).toBeUndefined()
  })
})

describe('the list', () => {
  it('is loading, empty, filled, searched, and says when it cannot be read', async () => {
    const empty = await shown(SubjectList, {})
    expect(empty.text()).toContain('还没有事项')
    await aSavedCase()
    await aSavedCase({ title: '院墙', place: '2 组', summary: '院墙' })
    await settled()
    const list = await shown(SubjectList, {})
    expect(list.findAll('li')).toHaveLength(2)
    await part(list, 'subjects-search').setValue('院墙')
    expect(list.findAll('li')).toHaveLength(1)
    await part(list, 'subjects-search').setValue('没有这个')
    expect(list.text()).toContain('没有符合条件的事项')
    await part(list, 'subjects-search').setValue('')
    await part(list, 'subjects-due').trigger('click')
    expect(list.findAll('li')).toHaveLength(0)
    readingFails()
    await useSubjects().load('case')
    await settled()
    expect(list.find('[role="alert"]').text()).toContain('没能读出本机的记录')
  })
})
