import { enableAutoUnmount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import PlanPage from './PlanPage.vue'
import PlansPage from './PlansPage.vue'

import RecordPage from '../RecordPage.vue'
import ActionPage from '../subjects/ActionPage.vue'
import SubjectPage from '../subjects/SubjectPage.vue'

import { useWords } from '@/locales'
import { usePatrol } from '@/stores/patrol'
import { newUlid, useSubjects } from '@/stores/subjects'

import { ofMine } from '../../../tests/duties'
import { part, settled, shown } from '../../../tests/pages'
import { aMediator, aReference, HEAD, VILLAGE, written } from '../../../tests/subjects'

const FIRE = { name: '赤壁火灾处置预案', kind: 'fire', version: 3, approved_on: '2019-03-20', levels: ['IV', 'III'], steps: '1. 先拨 119。\n2. 组织撤离。', chain: '总指挥：主任', resources: null }

enableAutoUnmount(afterEach)
beforeEach(async () => {
  await aMediator()
  await usePatrol().load()
  await Promise.all([useWords('common'), useWords('field')])
})

describe('the emergency plans', () => {
  it('are not there yet, and it says what brings them', async () => {
    expect((await shown(PlansPage)).text()).toContain('办公室导入预案后，联网同步就能离线查看')
    expect((await shown(PlanPage, { code: 'none' })).text()).toContain('没有这份预案')
  })

  it('are listed in their present versions, without those that were withdrawn', async () => {
    await aReference('plan', 'chibi-fire', FIRE)
    await aReference('plan', 'chibi-old', { ...FIRE, name: '旧预案', state: 'retired' })
    const page = await shown(PlansPage)
    expect(page.findAll('li')).toHaveLength(1)
    expect(part(page, 'plan-chibi-fire').text()).toContain('火灾 · 第 3 版 · 2019-03-20 批准')
  })

  it('are read whole, what is done first', async () => {
    await aReference('plan', 'chibi-fire', FIRE)
    const page = await shown(PlanPage, { code: 'chibi-fire' })
    expect(page.find('h1').text()).toBe('赤壁火灾处置预案')
    expect(page.find('header .back').exists()).toBe(true)
    expect(page.text()).toContain('适用级别：一般（Ⅳ级）、较大（Ⅲ级）')
    expect(page.findAll('h2').map((one) => one.text())).toEqual(['处置步骤', '指挥体系'])
    expect(page.findAll('section p').map((one) => one.text())).toEqual(['1. 先拨 119。', '2. 组织撤离。', '总指挥：主任'])
  })

  it('are one tap away from what happened, by its kind', async () => {
    await aReference('plan', 'chibi-fire', FIRE)
    const id = `inc:${newUlid()}`
    const fields = { kind: 'fire', place: '东门', point: null, text: '冒烟', called: true, attach: [], people_count: null, injured_count: null, level_suggested: null }
    await useSubjects().save({ id, type: 'incident', subject: id, div: VILLAGE, fields })
    const page = await shown(SubjectPage, { id })
    expect(part(page, 'to-plan-chibi-fire').attributes('href')).toBe('/plans/chibi-fire')
  })

  it('stand among what a phone can open', async () => {
    expect(part(await shown(RecordPage), 'new-plans').exists()).toBe(true)
  })
})

describe('what a drill showed', () => {
  const improvement = (key: string, officer: string) => ({ key: `01J000000000000000000000${key}`, text: `改进 ${key}`, officer, unit: 'chibi-urb', due_on: '2026-12-01' })
  const DRILL = 'dr:01J0000000000000000000000D'

  it('is said to be put right by who was to do it, each once', async () => {
    const improvements = [improvement('AA', HEAD), improvement('BB', HEAD)]
    await ofMine(DRILL, { state: 'improving', title: '消防演练', improvements, improvement_steps: [{ key: improvement('AA', HEAD).key, done: true }] })
    const page = await shown(ActionPage, { id: DRILL, action: 'improvement_done' })
    expect(page.findAll('[data-testid^="pick-01J"]').map((one) => one.text())).toEqual(['改进 BB · 2026-12-01'])
    await part(page, `pick-${improvement('BB', HEAD).key}`).trigger('click')
    await part(page, 'pick-save').trigger('click')
    await settled()
    expect(await written()).toMatchObject([{ type: 'drill_ev', subject: DRILL, action: 'improvement_done', payload: { improvement: improvement('BB', HEAD).key } }])
  })

  it('is not for others to say', async () => {
    await ofMine(DRILL, { state: 'improving', title: '消防演练', improvements: [improvement('AA', 'somebody')] })
    expect(part(await shown(SubjectPage, { id: DRILL }), 'do-improvement_done').exists()).toBe(false)
  })
})
