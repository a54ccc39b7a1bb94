import { createPinia, setActivePinia } from 'pinia'
import { flushPromises, mount, type DOMWrapper, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { adopt } from '@/api/token'
import { i18n, useWords } from '@/locales'
import { useSession } from '@/stores/session'
import ChecklistsPage from './ChecklistsPage.vue'
import { edited, freshLine, isOfItems, linesOf, problemsOf } from './lines'

interface Sent {
  method: string
  path: string
  body: unknown
}

const PLACE = '421102001'
const said = (text: string) => ({ 'zh-CN': text, en: `${text} (en)` })
const item = (name: string) => ({ name, kind: 'item' as const, label: said('标线'), required: ['true'], choices: [{ name: 'ok', label: said('合格') }, { name: 'no', label: said('不合格') }], owners: ['PSB'], days: 5, category: 'traffic' })
const groups = (...names: string[]) => [{ name: 'g', kind: 'group' as const, label: said('交通'), children: names.map(item) }]
const whole = { code: 'school-1', version: 1, name: said('清单'), source: 'shipped', state: 'published', in_force: true, asked: 1, by: null, at: null, questions: groups('SC01') }
const draft = { ...whole, code: 'school-2', version: 2, source: 'edited', state: 'draft', in_force: false, by: { id: 'op', name: '许知行' }, at: '2026-11-23T08:00:00.000Z' }

let sent: Sent[]
let known: unknown[]
let answer: (sent: Sent) => Response
let page: VueWrapper
const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status, headers: { 'Content-Type': status < 400 ? 'application/json' : 'application/problem+json' } })

beforeEach(async () => {
  await Promise.all([useWords('common'), useWords('console')])
  HTMLDialogElement.prototype.showModal = vi.fn()
  HTMLDialogElement.prototype.close = vi.fn()
  adopt({
    access_token: 't', expires_in: 900, half: 'console', databases: [], server: { uuid: 'u', time: '' }, device: { id: 'd', epoch: 1 },
    user: { id: 'op', name: 'x', unit: 'u', div: PLACE, division_name: 'x', roles: ['twp_operator'], team: null },
  })
  sent = []
  known = [whole]
  answer = () => json(draft)
  globalThis.fetch = async (input, init) => {
    const { pathname: path } = new URL(String(input), 'http://x')
    const method = init?.method ?? 'GET'
    if (method === 'GET') return json(path.endsWith('/checklists') ? { versions: known, may_edit: true, owners: { PSB: '公安派出所', SAF: '安监办' }, categories: { traffic: said('交通'), other: said('其他') } } : [draft, whole].find(({ code }) => path.endsWith(code)))
    const one = { method, path, body: typeof init?.body === 'string' ? JSON.parse(init.body) : init?.body }
    sent.push(one)
    return answer(one)
  }
})
afterEach(() => page.unmount())

async function opened(): Promise<void> {
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:any(.*)*', component: { render: () => null } }] })
  await router.push(`/console/checklists?township=${PLACE}`)
  const pinia = createPinia()
  setActivePinia(pinia)
  useSession().user = { id: 'op', username: 'op', name: 'x', unit: 'u', div: PLACE, division_name: 'x', roles: ['twp_operator'], team: null, half: 'console', databases: [], verifier: { salt: new ArrayBuffer(0), hash: new ArrayBuffer(0), rounds: 1 }, last_login: '' }
  page = mount(ChecklistsPage, { global: { plugins: [i18n, router, pinia] }, attachTo: document.body })
  await flushPromises()
}
const part = (name: string): DOMWrapper<Element> => page.find(`[data-testid="${name}"]`)
async function chooseFile(): Promise<void> {
  const input = part('upload').element as HTMLInputElement
  Object.defineProperty(input, 'files', { value: [new File(['x'], 'form.xlsx')], configurable: true })
  await part('upload').trigger('change')
  await flushPromises()
}

describe('the page of checklists', () => {
  it('shows what is in force and what it asks', async () => {
    await opened()
    expect(part('school-1').text()).toContain('现行')
    expect(part('preview').text()).toContain('标线')
    expect(part('preview').text()).toContain('公安派出所 · 5 天')
  })

  it('changes items into a draft, once each says what it has to', async () => {
    await opened()
    await part('edit').trigger('click')
    await part('add-line').trigger('click')
    await part('editor').trigger('submit')
    expect(part('editor').text()).toContain('请填写中文。 请填写英文。 请选择责任单位。')
    expect(sent).toEqual([])
    const [chinese, english] = page.find('[data-line="SC02"]').findAll('textarea')
    await chinese?.setValue('护栏')
    await english?.setValue('rails')
    await page.find('[data-line="SC02"]').findAll('select')[1]?.setValue('SAF')
    known = [draft, whole]
    await part('editor').trigger('submit')
    await flushPromises()
    const lines = [{ code: 'SC01', label: said('标线'), category: 'traffic', owners: ['PSB'], days: 5 }, { code: 'SC02', label: { 'zh-CN': '护栏', en: 'rails' }, category: 'other', owners: ['SAF'], days: 7 }]
    expect(sent).toEqual([{ method: 'PUT', path: '/api/checklists/draft', body: { place: PLACE, name: said('清单'), lines } }])
    expect(part('school-2').attributes('aria-pressed')).toBe('true')
    expect(part('school-2').text()).toContain('草稿')
  })

  it('publishes a draft after asking', async () => {
    known = [draft, whole]
    await opened()
    await part('school-2').trigger('click')
    await flushPromises()
    await part('publish').trigger('click')
    expect(page.text()).toContain('已经开始的检查仍用原来的版本')
    await part('publish-now').trigger('click')
    await flushPromises()
    expect(sent).toEqual([{ method: 'POST', path: '/api/checklists/school-2/publish', body: { place: PLACE } }])
  })

  it('takes a workbook, and tells what is wrong with a broken one by sheet and row', async () => {
    await opened()
    answer = () => json({ code: 'form_wrong', detail: '表单有 1 处问题', errors: { problems: [{ sheet: 'survey', row: 7, column: 'type', reason: 'type_unsupported', words: '不支持题型“video”。' }] } }, 422)
    await chooseFile()
    expect(part('form-problems').text()).toContain('未导入任何内容')
    expect(part('form-problems').findAll('td').map((cell) => cell.text())).toEqual(['survey', '7', 'type', '不支持题型“video”。'])
    answer = () => json({ ...draft, source: 'xlsform' })
    known = [{ ...draft, source: 'xlsform' }, whole]
    await chooseFile()
    expect(part('form-problems').exists()).toBe(false)
    expect(part('school-2').text()).toContain('XLSForm 文件')
    expect(sent[1]?.body).toBeInstanceOf(File)
  })
})

describe('the items of a checklist', () => {
  it('are edited where nothing else is asked', () => {
    expect(isOfItems(groups('SC01'))).toBe(true)
    expect(isOfItems([...groups('SC01'), { name: 'n', kind: 'text', label: said('说明') }])).toBe(false)
  })

  it('say what is wrong with them', () => {
    const [line = freshLine([])] = edited(groups('SC01'))
    expect(problemsOf([line])).toEqual([[]])
    expect(problemsOf([{ ...line, code: '1', days: '91' }, { ...line, code: 'a' }, { ...line, code: 'A' }])).toEqual([['code', 'days'], ['twice'], ['twice']])
    expect(linesOf([line])[0]).toMatchObject({ code: 'SC01', days: 5 })
  })

  it('get codes that are free', () => {
    const lines = edited(groups('SC02'))
    expect(freshLine(lines).code).toBe('SC03')
  })
})
