import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { adopt } from '@/api/token'
import { i18n, useWords } from '@/locales'
import { aDesk } from '../../../tests/desk'
import { provideLive } from '../live/useLive'
import DeskPage from './DeskPage.vue'

interface Sent {
  path: string
  body: unknown
}

const sent: Sent[] = []
let answers: Record<string, () => Response>
let page: VueWrapper | null = null
const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status, headers: { 'Content-Type': status < 400 ? 'application/json' : 'application/problem+json' } })

beforeEach(async () => {
  await useWords('common')
  await useWords('console')
  HTMLDialogElement.prototype.showModal = vi.fn()
  HTMLDialogElement.prototype.close = vi.fn()
  adopt({
    access_token: 't', expires_in: 900, half: 'console', databases: [], server: { uuid: 'u', time: '' }, device: { id: 'd', epoch: 1 },
    user: { id: 'operator', name: 'x', unit: 'u', div: '421102001', division_name: 'x', roles: ['twp_operator'], team: null },
  })
  sent.length = 0
  answers = { '/api/desk': () => json(aDesk()), '/api/cases/case%3A1/actions': () => json({ pending: true }, 202) }
  globalThis.fetch = async (input, init) => {
    const path = new URL(String(input), 'http://x').pathname
    if (init?.method === 'POST') sent.push({ path, body: JSON.parse(String(init.body)) })
    const answer = answers[path]
    return answer ? answer() : new Promise<Response>(() => undefined) // the news: nothing yet
  }
})
afterEach(() => {
  page?.unmount()
  page = null
})

async function opened(query = ''): Promise<VueWrapper> {
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:any(.*)*', component: { render: () => null } }] })
  await router.push(`/console/desk?township=421102001${query}`)
  const Shell = defineComponent({ setup: () => (provideLive(), () => h(DeskPage)) })
  page = mount(Shell, { global: { plugins: [i18n, router] }, attachTo: document.body })
  await settled()
  return page
}
const settled = async () => {
  for (let turn = 0; turn < 5; turn++) await flushPromises()
}

describe('the desk', () => {
  it('lists all that waits with its kind, and one kind when asked', async () => {
    const desk = await opened()
    expect(desk.findAll('[data-testid="desk-row"]')).toHaveLength(7)
    expect(desk.get('[data-testid="desk-disputed"]').text()).toBe('结果争议1')
    await desk.get('[data-testid="desk-kept_both"]').trigger('click')
    await settled()
    expect(desk.findAll('[data-testid="desk-row"]').map((row) => row.text())).toEqual([expect.stringContaining('一 ／ 二')])
  })

  it('shows both sides of a dispute, and why one may not decide', async () => {
    const desk = await opened('&item=parked|cev:1:fail')
    const drawer = desk.get('[data-testid="desk-drawer"]')
    expect(drawer.findAll('[data-testid="done"]')).toHaveLength(2)
    expect(drawer.text()).toMatch(/与已生效的结果矛盾.*调解员乙.*无法达成一致.*调解员甲/s)
    expect(drawer.get('[data-testid="choice-force"]').attributes('disabled')).toBeDefined()
    expect(drawer.text()).toContain('岗位无权')
  })

  it('sends a decision with its reason, and says truly that it is under way', async () => {
    const desk = await opened('&item=parked|cev:1:fail')
    await desk.get('[data-testid="choice-dismiss"]').trigger('click')
    expect(desk.get('[data-testid="decision-send"]').attributes('disabled')).toBeDefined()
    await desk.get('[data-testid="decision-reason"]').setValue('双方确认和解')
    await desk.get('form').trigger('submit')
    await settled()
    expect(sent).toEqual([
      {
        path: '/api/cases/case%3A1/actions',
        body: { action: 'dismiss', payload: { event: 'cev:1:fail', reason: '双方确认和解' }, note: null, seen: 12 },
      },
    ])
    expect(desk.get('[data-testid="desk-drawer"]').text()).toContain('已提交，结果稍后')
    expect(desk.get('[data-testid="desk-row"].chosen').text()).toContain('已发送')
    expect(desk.get('[data-testid="choice-dismiss"]').attributes('disabled')).toBeDefined()
  })

  it('keeps what was typed when the decision is refused, and says why', async () => {
    answers['/api/cases/case%3A1/actions'] = () => json({ type: 'x', title: 'Conflict', status: 409, code: 'guard_refused', detail: '该记录不在待处理之列。' }, 409)
    const desk = await opened('&item=parked|cev:1:fail')
    await desk.get('[data-testid="choice-dismiss"]').trigger('click')
    await desk.get('[data-testid="decision-reason"]').setValue('已核实')
    await desk.get('form').trigger('submit')
    await settled()
    expect(desk.get('[data-testid="form-failure"]').text()).toContain('该记录不在待处理之列')
    expect((desk.get('[data-testid="decision-reason"]').element as HTMLTextAreaElement).value).toBe('已核实')
  })

  it('opens and moves by the keyboard', async () => {
    const desk = await opened()
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', bubbles: true, cancelable: true }))
    await settled()
    expect(desk.get('[data-testid="desk-drawer"]').text()).toContain('不合格记录')
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }))
    await settled()
    expect(desk.find('[data-testid="desk-drawer"]').exists()).toBe(false)
  })

  it('says that nothing waits, and that the server is away', async () => {
    answers['/api/desk'] = () => json(aDesk({ parked: [], kept_both: [], duplicates: [], copies: [], quarantined: [], dead_letters: [] }))
    expect((await opened()).text()).toContain('没有需要处理的事项')
    page?.unmount()
    answers['/api/desk'] = () => {
      throw new TypeError('Failed to fetch')
    }
    expect((await opened()).get('[data-testid="list-failure"]').text()).toContain('连不上')
  })
})
