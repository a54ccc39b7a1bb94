import { createPinia, setActivePinia } from 'pinia'
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { adopt } from '@/api/token'
import { i18n, useWords } from '@/locales'
import { useSession } from '@/stores/session'
import { aDesk, aParked } from '../../../tests/desk'
import { provideLive } from '../live/useLive'
import DeskPage from './DeskPage.vue'

interface Sent {
  path: string
  body: unknown
}

const sent: Sent[] = []
const asked: string[] = []
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
  asked.length = 0
  answers = { '/api/desk': () => json(aDesk()), '/api/cases/case%3A1/actions': () => json({ pending: true }, 202) }
  globalThis.fetch = async (input, init) => {
    const path = new URL(String(input), 'http://x').pathname
    asked.push(`${path}${new URL(String(input), 'http://x').search}`)
    if (init?.method === 'POST') sent.push({ path, body: JSON.parse(String(init.body)) })
    const answer = answers[path]
    return answer ? answer() : new Promise<Response>(() => undefined) // the news: nothing yet
  }
})
afterEach(() => {
  page?.unmount()
  page = null
})

async function opened(query = '', div = '421102001', roles = ['twp_operator']): Promise<VueWrapper> {
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:any(.*)*', component: { render: () => null } }] })
  await router.push(`/console/desk?township=421102001${query}`)
  const pinia = createPinia()
  setActivePinia(pinia)
  useSession().user = {
    id: 'x', username: 'x', name: 'x', unit: 'u', div, division_name: 'x', roles, team: null, half: 'console', databases: [],
    verifier: { salt: new ArrayBuffer(0), hash: new ArrayBuffer(0), rounds: 1 }, last_login: '',
  }
  const Shell = defineComponent({ setup: () => (provideLive(), () => h(DeskPage)) })
  page = mount(Shell, { global: { plugins: [i18n, router, pinia] }, attachTo: document.body })
  await settled()
  return page
}
const settled = async () => {
  for (let turn = 0; turn < 5; turn++) await flushPromises()
}

describe('the desk', () => {
  it('lists all that waits with its kind, and one kind when asked', async () => {
    const desk = await opened()
    expect(desk.findAll('[data-testid="desk-row"]')).toHaveLength(8)
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

  it('settles what no rule decides, with a reason out of those that there are', async () => {
    answers['/api/desk/settlements'] = () => json({ settled: true })
    const desk = await opened('&item=quarantined|t:1')
    await desk.get('[data-testid="settle"]').trigger('click')
    expect(desk.findAll('fieldset label').map((one) => one.text())).toEqual(['已重新录入', '已按纸质材料办理'])
    expect(desk.get('[data-testid="settle-send"]').attributes('disabled')).toBeDefined()
    await desk.get('[data-testid="reason-on_paper"]').setValue()
    await desk.get('form').trigger('submit')
    await settled()
    expect(sent).toEqual([{ path: '/api/desk/settlements', body: { township: '421102001', list: 'quarantined', item: 'held:t:1:schema', reason: 'on_paper' } }])
    expect(desk.get('.told').text()).toBe('办结：矛盾纠纷')
    expect(desk.find('.sent').exists()).toBe(true)
    await desk.get('[data-testid="desk-settled"]').trigger('click')
    await settled()
    expect(desk.get('.told').text()).toBe('办结：矛盾纠纷')
    expect(desk.find('.sent').exists()).toBe(false)
  })

  it('says when it is not as it was shown any more, and keeps the reason', async () => {
    answers['/api/desk/settlements'] = () => json({ type: 'x', title: 'Conflict', status: 409, code: 'conflict', detail: '与现有状态冲突。' }, 409)
    const desk = await opened('&item=copies|t:9')
    await desk.get('[data-testid="settle"]').trigger('click')
    await desk.get('[data-testid="reason-first_is_right"]').setValue()
    await desk.get('form').trigger('submit')
    await settled()
    expect(desk.get('[data-testid="form-failure"]').text()).toContain('与现有状态冲突')
    expect((desk.get('[data-testid="reason-first_is_right"]').element as HTMLInputElement).checked).toBe(true)
  })

  it('has a failed record tried again, and says when it failed once more', async () => {
    answers['/api/desk/retries'] = () => json({ pending: true }, 202)
    const desk = await opened('&item=dead_letters|case:5')
    const letters = aDesk().dead_letters.map((one) => ({ ...one, attempts: one.attempts + 1 }))
    await desk.get('[data-testid="retry"]').trigger('click')
    await settled()
    expect(sent).toEqual([{ path: '/api/desk/retries', body: { township: '421102001', subject: 'case:5' } }])
    expect(desk.get('[data-testid="retry"]').attributes('disabled')).toBeDefined()
    answers['/api/desk'] = () => json(aDesk({ dead_letters: letters }))
    await desk.get('[data-testid="desk-settled"]').trigger('click')
    await settled()
    expect(desk.get('.told').text()).toContain('仍未成功')
  })

  it('shows what was settled, by whom and why, and nothing else', async () => {
    const why = { reason: 'on_paper', words: { 'zh-CN': '已按纸质材料办理', en: 'on paper' }, by: { id: 'o', name: '何静' }, at: '2026-03-02T06:00:00.000Z' }
    const [item] = aDesk().quarantined
    const none = { parked: [], kept_both: [], duplicates: [], copies: [], headless: [], dead_letters: [] }
    if (item) answers['/api/desk'] = () => json(aDesk({ ...none, quarantined: [{ ...item, settled: why }] }))
    const desk = await opened('&settled=1&item=quarantined|t:1')
    expect(desk.get('[data-testid="settled"]').text()).toContain('已按纸质材料办理')
    expect(desk.get('[data-testid="settled"]').text()).toContain('何静')
    expect(desk.find('[data-testid="settle"]').exists()).toBe(false)
    expect(desk.find('[data-testid="desk-parked"]').exists()).toBe(false)
  })

  it('lets somebody who may only look see that the office settles it', async () => {
    answers['/api/desk'] = () => json(aDesk({ may_settle: false }))
    const desk = await opened('&item=headless|case:6')
    expect(desk.get('[data-testid="early"]').text()).toContain('调解员甲')
    expect(desk.get('[data-testid="desk-drawer"]').text()).toContain('由综治中心办公室办结')
    expect(desk.find('[data-testid="settle"]').exists()).toBe(false)
  })

  it('decides on what no office reads at the desk itself', async () => {
    const record = { ...aParked().record, id: 'party:1:2', plural: 'parties', sealed: true }
    answers['/api/desk'] = () => json(aDesk({ parked: [aParked({ record, disputed: false, beside: [] })] }))
    answers['/api/desk/decisions'] = () => json({ pending: true }, 202)
    const desk = await opened('&item=parked|cev:1:fail')
    expect(desk.get('[data-testid="desk-drawer"]').text()).toContain('当事人信息只有承办人能看到')
    expect(desk.find('[data-testid="to-record"]').exists()).toBe(false)
    await desk.get('[data-testid="choice-dismiss"]').trigger('click')
    await desk.get('[data-testid="decision-reason"]').setValue('重复登记')
    await desk.get('form').trigger('submit')
    await settled()
    expect(sent).toEqual([
      { path: '/api/desk/decisions', body: { township: '421102001', record: 'party:1:2', action: 'dismiss', event: 'cev:1:fail', reason: '重复登记', seen: 12 } },
    ])
  })

  it('shows the district its own part, and what belongs nowhere', async () => {
    const desk = await opened('', '421102', ['dist_operator'])
    await desk.get('[data-testid="part-nowhere"]').trigger('click')
    await settled()
    await desk.get('[data-testid="part-district"]').trigger('click')
    await settled()
    const places = asked.filter((one) => one.startsWith('/api/desk')).map((one) => new URL(one, 'http://x').searchParams.get('township'))
    expect(places).toEqual(['421102001', 'nowhere', '421102'])
    page?.unmount()
    expect((await opened()).find('[data-testid="part-district"]').exists()).toBe(false)
  })

  it('opens and moves by the keyboard', async () => {
    const desk = await opened()
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', bubbles: true, cancelable: true }))
    await settled()
    expect(desk.get('[data-testid="desk-drawer"]').text()).toContain('缺所属记录')
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }))
    await settled()
    expect(desk.find('[data-testid="desk-drawer"]').exists()).toBe(false)
  })

  it('says that nothing waits, and that the server is away', async () => {
    answers['/api/desk'] = () => json(aDesk({ parked: [], kept_both: [], duplicates: [], copies: [], quarantined: [], headless: [], dead_letters: [] }))
    expect((await opened()).text()).toContain('没有需要处理的事项')
    page?.unmount()
    answers['/api/desk'] = () => {
      throw new TypeError('Failed to fetch')
    }
    expect((await opened()).get('[data-testid="list-failure"]').text()).toContain('连不上')
  })
})
