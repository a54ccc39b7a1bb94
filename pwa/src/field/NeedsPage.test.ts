import { flushPromises, mount } from '@vue/test-utils'
import { beforeEach, describe, expect, it } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'

import NeedsPage from './NeedsPage.vue'

import { i18n, useWords } from '@/locales'
import { useRecords } from '@/stores/records'

import { aLead, aReturnedCheckin, aStatus, lost, unsentActions } from '../../tests/lost'

beforeEach(aLead)

describe('the page of what needs me', () => {
  async function aPage() {
    await useWords('common')
    await useWords('field')
    await useRecords().load()
    const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:any(.*)*', component: { render: () => null } }] })
    const page = mount(NeedsPage, { global: { plugins: [i18n, router] } })
    await expect.poll(() => (flushPromises(), page.text())).not.toContain('正在打开')
    return page
  }

  it('says so when nothing does', async () => {
    const page = await aPage()
    expect(page.text()).toContain('没有需要你处理的')
    page.unmount()
  })

  it('shows both values with who and when, and asks back with one tap', async () => {
    await aStatus({ vehicle: 'v2', superseded: [lost('vehicle', 'v1', 'v2')] })
    const page = await aPage()
    const card = page.get('[data-testid="lost-edit"]')
    expect(card.text()).toMatch(/车辆.*巡逻班次 · 11-23 白班.*现在v2chibi-p02.*你的v1chibi-lead/s)
    await expect.poll(() => card.find('[data-testid="ask-back"]').exists()).toBe(true)
    await card.get('[data-testid="ask-back"]').trigger('click')
    await expect.poll(() => card.text()).toContain('已请求恢复你的值')
    expect(await unsentActions()).toEqual(['edit'])
    page.unmount()
  })

  it('lists the records that the centre has a word about, with that word', async () => {
    await aReturnedCheckin('班次待出勤')
    const page = await aPage()
    expect(page.text()).toContain('班次待出勤')
    page.unmount()
  })
})
