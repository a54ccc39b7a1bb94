import { mount, flushPromises } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { createRouter, createMemoryHistory } from 'vue-router'

import { useLostEdits } from './lostEdits'
import { useRecords } from './records'
import { useSession } from './session'

import { amend, entryOf, openEntries } from '@/db/manifest'
import { openDocuments } from '@/db/open'
import { makeVerifier, rememberUser, setActiveUser } from '@/db/users'
import { write } from '@/db/write'
import NeedsPage from '@/field/NeedsPage.vue'
import { i18n, useWords } from '@/locales'

import { aCheckin, aPhone, LEAD, PATROL, SHIFT } from '../../tests/phone'

const origin = (value: unknown, by: string, id: string) => ({ value, by, at: '2026-11-23T00:05:00.000Z', id, rseq: 2 })
const lost = (field: string, mine: unknown, theirs: unknown, more = {}) => ({
  field,
  ...origin(mine, LEAD.user, `sev:mine-${field}`),
  won: origin(theirs, 'chibi-p02', `sev:theirs-${field}`),
  concurrent: true,
  ...more,
})

async function aStatus(changes: Record<string, unknown>): Promise<void> {
  const documents = openDocuments(LEAD.user, PATROL)
  const before = await documents.get(`st:${SHIFT}`).catch(() => null)
  await documents.put({
    _id: `st:${SHIFT}`,
    ...(before ? { _rev: before._rev } : {}),
    type: 'st',
    div: LEAD.div,
    subject: SHIFT,
    rseq: 7,
    state: 'started',
    flags: [],
    results: {},
    superseded: [],
    ...changes,
  } as never)
}

beforeEach(async () => {
  await aPhone()
  setActivePinia(createPinia())
  await rememberUser({
    id: LEAD.user, username: 'chibi-lead', name: '巡逻员-001', unit: 'u', div: LEAD.div, division_name: '赤壁街道', roles: ['patrol_lead'],
    team: '421102001-p1', half: 'field', databases: [{ name: PATROL, read: true, write: true }], verifier: await makeVerifier('secret'),
    last_login: '2026-11-23T00:00:00Z',
  })
  await setActiveUser(LEAD.user)
  await useSession().start()
})

describe('what I wrote and lost', () => {
  it('is what gave way to somebody who did not know of it, as long as it is not mine again', async () => {
    await aStatus({
      vehicle: 'v2',
      weather: 'sunny',
      superseded: [
        lost('vehicle', 'v1', 'v2'),
        lost('weather', 'sunny', 'rain'), // mine again by now
        lost('km_start', 10, 9, { concurrent: false }),
        lost('started_at', 'x', 'y'), // the time of an event: nobody chose it
        { ...lost('handover_to', 'a', 'b'), by: 'chibi-p02' },
      ],
    })
    const edits = useLostEdits()
    expect(edits.all).toBeNull()
    await edits.load()
    expect(edits.open.map((one) => one.edit.field)).toEqual(['vehicle'])
  })

  it('is asked back by an edit that knows of the other, and hidden once the server has judged that', async () => {
    await aStatus({ vehicle: 'v2', superseded: [lost('vehicle', 'v1', 'v2')] })
    const edits = useLostEdits()
    await edits.load()
    const [one] = edits.open
    if (!one) throw new Error('nothing was lost')
    expect(await edits.askable(one)).toEqual({ allowed: true, reason: null })
    await edits.ask(one, '请恢复')
    const [entry] = await openEntries(LEAD.user)
    expect(entry?.body).toMatchObject({
      type: 'shift_ev', action: 'edit', subject: SHIFT, seen: 7, payload: { field: 'vehicle', value: 'v1' }, note: '请恢复', prev: null,
    })
    expect([edits.open.length, edits.all?.[0]?.asked]).toEqual([0, entry?.id])

    await aStatus({ rseq: 8, vehicle: 'v1', superseded: [lost('vehicle', 'v1', 'v2')], results: { [entry?.id ?? '']: { result: 'applied', reason: null } } })
    await edits.load()
    expect(edits.all).toEqual([])
  })

  it('cannot be asked back where a rule decides, or the state forbids it', async () => {
    await aStatus({ km_start: 9, handover_to: 'b', superseded: [lost('km_start', 10, 9), lost('handover_to', 'a', 'b')] })
    const edits = useLostEdits()
    await edits.load()
    const reasons = await Promise.all(edits.open.map((one) => edits.askable(one)))
    expect(reasons.map((one) => one.reason)).toEqual(['by_rule', 'by_rule'])
    await aStatus({ state: 'cancelled', vehicle: 'v2', superseded: [lost('vehicle', 'v1', 'v2')] })
    await edits.load()
    expect(await edits.askable(edits.open[0] as never)).toEqual({ allowed: false, reason: 'not_while_cancelled' })
  })

  it('stays away once it was put away, also after a restart', async () => {
    await aStatus({ vehicle: 'v2', superseded: [lost('vehicle', 'v1', 'v2')] })
    const edits = useLostEdits()
    await edits.load()
    await edits.putAway(edits.open[0] as never)
    expect(edits.all).toEqual([])
    setActivePinia(createPinia())
    await useSession().start()
    await useLostEdits().load()
    expect(useLostEdits().all).toEqual([])
  })
})

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
    expect(await openEntries(LEAD.user)).toHaveLength(1)
    page.unmount()
  })

  it('lists the records that the centre has a word about, with that word', async () => {
    const id = (await write(LEAD, aCheckin())).id
    await amend(id, () => ({ state: 'needs_you', reason: 'not_while_planned', words: { 'zh-CN': '班次待出勤', en: 'planned' } }))
    expect((await entryOf(id))?.state).toBe('needs_you')
    const page = await aPage()
    expect(page.text()).toContain('班次待出勤')
    page.unmount()
  })
})
