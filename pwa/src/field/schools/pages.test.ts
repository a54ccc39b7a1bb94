import { enableAutoUnmount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import ActionPage from '../subjects/ActionPage.vue'
import NewPage from '../subjects/NewPage.vue'
import SubjectPage from '../subjects/SubjectPage.vue'

import InspectPage from './InspectPage.vue'
import MonthPage from './MonthPage.vue'

import { contract } from '@/contract/contract'
import { useWords } from '@/locales'
import { usePatrol } from '@/stores/patrol'
import { emptyReference } from '@/stores/patrol/reference'
import { newUlid, useSubjects } from '@/stores/subjects'

import { fieldText, part, settled, shown } from '../../../tests/pages'
import { aChecklist, aDraft, anInspector, INSPECTOR, MONTH, OWN, SCHOOLS, theAction, theServerSays, TOWNSHIP, written, writtenTo } from '../../../tests/schools'

const codes = Object.keys(contract.checklist)

async function aHazard(): Promise<string> {
  const id = `hz:${newUlid()}`
  const fields = { category: 'fire', severity: 'high', place: '校门东侧', point: null, school: 'yucai', site: null, text: '灭火器过期。', attach: [] }
  await useSubjects().save({ id, type: 'hazard', subject: id, div: TOWNSHIP, fields })
  return id
}

enableAutoUnmount(afterEach)
afterEach(() => vi.unstubAllGlobals())
beforeEach(async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no network')))
  await anInspector()
  await Promise.all([useWords('common'), useWords('field')])
})

describe('a hazard', () => {
  it('is reported with its kind, severity, place and school, and says what is missing', async () => {
    const page = await shown(NewPage, { family: 'hz' })
    await part(page, 'form-next').trigger('click')
    expect(fieldText(page, 'category')).toContain('请填写')
    expect(fieldText(page, 'text')).toContain('请填写')
    await part(page, 'ask-category-fire').trigger('click')
    await part(page, 'ask-severity-high').trigger('click')
    await part(page, 'ask-text').setValue('灭火器过期。')
    await part(page, 'form-next').trigger('click')
    await settled()
    await part(page, 'form-save').trigger('click')
    expect(fieldText(page, 'place')).toContain('请填写')
    await part(page, 'ask-place').setValue('校门东侧')
    await part(page, 'ask-school-yucai').trigger('click')
    await part(page, 'form-save').trigger('click')
    await settled()
    expect(await written()).toMatchObject([
      { type: 'hazard', category: 'fire', severity: 'high', place: '校门东侧', school: 'yucai', site: null, point: null, text: '灭火器过期。' },
    ])
    expect(await writtenTo()).toEqual([SCHOOLS])
  })

  it('comes back half-filled after a kill', async () => {
    const page = await shown(NewPage, { family: 'hz' })
    await part(page, 'ask-text').setValue('围墙开裂')
    await settled()
    page.unmount()
    const again = await shown(NewPage, { family: 'hz' })
    expect((part(again, 'ask-text').element as HTMLTextAreaElement).value).toBe('围墙开裂')
  })

  it('is called by what is wrong, with its severity, and can be fixed on the spot by who found it', async () => {
    const page = await shown(SubjectPage, { id: await aHazard() })
    expect(page.find('h1').text()).toBe('隐患')
    expect(part(page, 'subject').text()).toContain('灭火器过期。')
    expect(page.find('[data-risk="high"]').text()).toBe('程度 较大')
    expect(page.find('[data-fact="school"]').text()).toContain('育才小学')
    expect(page.find('[data-fact="category"]').text()).toContain('隐患类型')
    expect(part(page, 'do-fixed_on_spot').exists()).toBe(true)
    expect(part(page, 'do-find').exists()).toBe(false)
  })

  it('is not fixed without a photo of how it is now', async () => {
    const id = await aHazard()
    const page = await shown(ActionPage, { id, action: 'fixed_on_spot' })
    await part(page, 'form-save').trigger('click')
    await settled()
    expect(part(page, 'form-why').text()).toBe('请上传整改后的照片。')
    expect(fieldText(page, 'attach')).not.toContain('可不填')
    expect(await written()).toHaveLength(1)
  })

  it('is checked by another person alone, who sees it before and after', async () => {
    const id = await aHazard()
    const now = { place: '校门东侧', rectified_at: '2026-11-01T00:00:00.000Z', before_att: ['att:01A'], after_att: ['att:01B', 'att:01C'], finders: ['other'] }
    await theServerSays(id, 'rectified', { ...now, rectifiers: [INSPECTOR] })
    const mine = await shown(SubjectPage, { id })
    expect(part(mine, 'not-verify').text()).toContain('整改人不能验收自己的整改')
    await theServerSays(id, 'rectified', { ...now, rectifiers: ['other'] })
    const page = await shown(ActionPage, { id, action: 'verify' })
    expect(page.findAll('[data-side="before"] [data-testid="thumb"]')).toHaveLength(1)
    expect(page.findAll('[data-side="after"] [data-testid="thumb"]')).toHaveLength(2)
    expect(page.text()).toContain('联网后可看')
    await part(page, 'ask-visited_on').setValue('2999-01-01')
    await part(page, 'form-save').trigger('click')
    expect(fieldText(page, 'visited_on')).toContain('不能晚于今天')
    await part(page, 'ask-visited_on').setValue('2026-11-02')
    await part(page, 'form-save').trigger('click')
    await settled()
    expect((await written())[1]).toMatchObject({ type: 'hazard_ev', action: 'verify', seen: 7, payload: { visited_on: '2026-11-02', attach: [] } })
  })
})

describe('the month', () => {
  it('says that there is no action yet', async () => {
    expect((await shown(MonthPage)).text()).toContain('还没有本月的行动')
  })

  it('shows the schools left to do first', async () => {
    await theAction({ yucai: { inspectors: ['other'], on: '2026-11-03', items: { SC01: 'no', SC02: 'ok' } }, 'chibi-1': { inspectors: [], on: null, items: {} } })
    const page = await shown(MonthPage)
    expect(part(page, 'school-progress').text()).toBe('已查 1 / 2 所')
    expect(page.findAll('li').map((row) => row.attributes('data-testid'))).toEqual(['school-chibi-1', 'school-yucai'])
    expect(part(page, 'school-yucai').text()).toContain('1 项不合格')
    expect(part(page, 'inspect-chibi-1').text()).toBe('开始检查')
  })

  it('is signed for one’s own unit, as what it is by its kind', async () => {
    const id = await theAction({ yucai: { inspectors: [], on: null, items: {} } })
    const page = await shown(ActionPage, { id, action: 'sign' })
    await part(page, 'ask-party-msa').trigger('click')
    expect(part(page, 'form-why').text()).toContain('您的单位不属于所选的参与方')
    await part(page, 'ask-party-psb').trigger('click')
    await part(page, 'form-save').trigger('click')
    await settled()
    expect(await written()).toMatchObject([{ type: 'school_action_ev', action: 'sign', payload: { unit: 'chibi-psb', party: 'psb' } }])
  })
})

describe('an inspection', () => {
  const open = () => shown(InspectPage, { school: 'yucai', month: MONTH })
  async function answerAll(page: VueWrapper): Promise<void> {
    for (const code of codes) await part(page, `${code}-ok`).trigger('click')
  }

  it('has the whole checklist, and opens what a hazard needs at a no', async () => {
    const page = await open()
    expect(page.find('h1').text()).toBe('育才小学')
    expect(page.findAll('fieldset[data-field]')).toHaveLength(20)
    expect(part(page, 'SC01-hazard').exists()).toBe(false)
    await part(page, 'SC01-no').trigger('click')
    expect(part(page, 'SC01-hazard').text()).toContain('责任：派出所 · 限 15 天整改')
    expect(part(page, 'inspect-answered').text()).toBe('已答 1 / 20')
  })

  it('is not signed before each item is answered, and each no has a photo or a word', async () => {
    const page = await open()
    await part(page, 'inspect-submit').trigger('click')
    expect(fieldText(page, 'SC20')).toContain('请选择一项')
    expect(part(page, 'inspect-why').text()).toBe('还有 20 处要填')
    await answerAll(page)
    await part(page, 'SC05-no').trigger('click')
    await part(page, 'inspect-submit').trigger('click')
    expect(fieldText(page, 'SC05')).toContain('请拍照，或写明情况')
    await part(page, 'inspect-on').setValue('2026-01-05')
    await settled()
    expect(fieldText(page, 'on')).toContain('日期应在')
    expect(await written()).toEqual([])
  })

  it('is kept at each answer, back after a kill, signed once, and the next is another visit', async () => {
    const page = await open()
    await answerAll(page)
    await part(page, 'SC05-no').trigger('click')
    await part(page, 'SC05-note').setValue('两家店没有证。')
    await settled()
    page.unmount()
    const again = await open()
    expect(again.text()).toContain('已恢复上次没填完的内容')
    expect((part(again, 'SC05-note').element as HTMLTextAreaElement).value).toBe('两家店没有证。')
    await part(again, 'inspect-submit').trigger('click')
    await part(again, 'inspect-submit').trigger('click')
    await settled()
    const [inspection, ...more] = await written()
    expect(more).toEqual([])
    expect(inspection).toMatchObject({ _id: `insp:yucai:${MONTH}:${INSPECTOR}`, type: 'inspection', school: 'yucai', month: MONTH, text: null, attach: [] })
    const answers = inspection?.answers as Record<string, unknown>
    expect(Object.keys(answers).sort()).toEqual(codes)
    expect(answers.SC05).toEqual({ ans: 'no', note: '两家店没有证。', att: [] })
    expect(answers.SC01).toEqual({ ans: 'ok' })
    expect(inspection?.submitted_at).toEqual(expect.any(String))
    expect(await writtenTo()).toEqual([OWN])
    again.unmount()
    const next = await open()
    await answerAll(next)
    await part(next, 'inspect-submit').trigger('click')
    await settled()
    expect((await written())[1]?._id).toBe(`insp:yucai:${MONTH}:${INSPECTOR}:2`)
  })

  it('counts for the month before it is sent, and shows what it found', async () => {
    await theAction({ yucai: { inspectors: [], on: null, items: {} }, 'chibi-1': { inspectors: [], on: null, items: {} } })
    const page = await open()
    await answerAll(page)
    await part(page, 'SC05-no').trigger('click')
    await part(page, 'SC05-note').setValue('两家店没有证。')
    await part(page, 'inspect-submit').trigger('click')
    await settled()
    const month = await shown(MonthPage)
    expect(part(month, 'school-yucai').text()).toContain('已查，待同步')
    expect(part(month, 'school-progress').text()).toBe('已查 1 / 2 所')
    const record = await shown(SubjectPage, { id: `insp:yucai:${MONTH}:${INSPECTOR}` })
    expect(part(record, 'subject').text()).toContain('育才小学')
    expect(part(record, 'answers').text()).toContain('不合格 1')
    expect(record.find('[data-item="SC05"]').text()).toContain('两家店没有证。')
    const today = new Date().toLocaleDateString('sv')
    expect(part(record, 'same-visit-les').attributes('href')).toBe(`/new/les?school=yucai&on=${today}`)
  })

  it('asks what the office published, as far as the answers make it wanted', async () => {
    const many = { name: 'n', kind: 'integer', label: { 'zh-CN': '堵了几处', en: 'n' }, relevant: ['=', ['get', 'exits'], 'no'], required: ['true'], constraint: ['>', ['self'], 0], constraint_message: { 'zh-CN': '至少一处', en: 'one' } }
    const told = { name: 'told', kind: 'note', label: { 'zh-CN': '共 ${n} 处', en: '' }, relevant: ['>', ['get', 'n'], 0] }
    const kinds = { name: 'kinds', kind: 'many', label: { 'zh-CN': '看到什么', en: '' }, choices: [{ name: 'bike', label: { 'zh-CN': '电动车', en: 'bikes' } }] }
    await aChecklist(2, [many, told, kinds])
    const page = await open()
    expect(page.findAll('fieldset[data-field]')).toHaveLength(1)
    expect(part(page, 'exits-no').text()).toBe('否')
    expect(part(page, 'exits-na').exists()).toBe(false)
    expect(part(page, 'n').exists()).toBe(false)
    await part(page, 'exits-no').trigger('click')
    expect(part(page, 'exits-hazard').text()).toContain('责任：安监 · 限 3 天整改')
    await part(page, 'exits-note').setValue('纸箱')
    await part(page, 'n').setValue('0')
    await part(page, 'inspect-submit').trigger('click')
    expect(fieldText(page, 'n')).toContain('至少一处')
    await part(page, 'n').setValue('2')
    expect(page.find('[data-question="told"]').text()).toBe('共 2 处')
    await part(page, 'kinds-bike').trigger('click')
    await part(page, 'inspect-submit').trigger('click')
    await settled()
    expect(await written()).toMatchObject([{ list: 'school-2', answers: { exits: { ans: 'no', note: '纸箱' } }, more: { n: 2, kinds: ['bike'] } }])
    const record = await shown(SubjectPage, { id: `insp:yucai:${MONTH}:${INSPECTOR}` })
    expect(record.find('[data-item="exits"]').text()).toContain('出口畅通')
    expect(record.find('[data-question="kinds"]').text()).toContain('电动车')
  })

  it('waits for the reference data before it chooses its version', async () => {
    await aChecklist(2)
    const patrol = usePatrol()
    const known = patrol.reference
    patrol.$patch((state) => {
      state.ready = false
      state.reference = emptyReference()
    })
    const page = await open()
    expect(part(page, 'inspect-form').exists()).toBe(false)
    patrol.$patch((state) => {
      state.ready = true
      state.reference = known
    })
    await settled()
    expect(part(page, 'exits-ok').exists()).toBe(true)
  })

  it('that was begun goes on with its own version, whatever is published meanwhile', async () => {
    await aChecklist(2)
    const page = await open()
    await part(page, 'exits-ok').trigger('click')
    await settled()
    page.unmount()
    await aChecklist(3, [{ name: 'new', kind: 'text', label: { 'zh-CN': '新题', en: 'new' }, required: ['true'] }])
    const again = await open()
    expect(part(again, 'new').exists()).toBe(false)
    expect(part(again, 'exits-ok').attributes('aria-pressed')).toBe('true')
    await part(again, 'inspect-submit').trigger('click')
    await settled()
    expect(await written()).toMatchObject([{ list: 'school-2', answers: { exits: { ans: 'ok' } } }])
    again.unmount()
    expect(part(await open(), 'new').exists()).toBe(true)
  })

  it('that was left before checklists had versions is of the shipped one', async () => {
    const items = Object.fromEntries(codes.map((code) => [code, { ans: 'ok', note: '', photos: [], after: [], ulid: newUlid() }]))
    await aDraft(`inspect:yucai:${MONTH}`, { id: `insp:yucai:${MONTH}:${INSPECTOR}`, on: new Date().toLocaleDateString('sv'), items, text: '', photos: [] })
    await aChecklist(2)
    const page = await open()
    expect(page.findAll('fieldset[data-field]')).toHaveLength(20)
    await part(page, 'inspect-submit').trigger('click')
    await settled()
    const [inspection] = await written()
    expect(inspection?.answers).toMatchObject({ SC01: { ans: 'ok' } })
    expect(inspection).not.toHaveProperty('list')
  })

  it('whose version is not on the phone waits for it, and keeps what was typed', async () => {
    await aDraft(`inspect:yucai:${MONTH}`, { id: `insp:yucai:${MONTH}:${INSPECTOR}`, list: 'school-9', on: '', items: {}, more: {}, text: '见到很多人', photos: [] })
    const page = await open()
    expect(page.text()).toContain('本机上还没有这一版清单')
    expect(part(page, 'inspect-submit').attributes('disabled')).toBeDefined()
    expect((part(page, 'inspect-text').element as HTMLTextAreaElement).value).toBe('见到很多人')
  })

  it('that was returned leads to another visit', async () => {
    const id = `insp:yucai:${MONTH}:${INSPECTOR}`
    const said = { school: 'yucai', month: MONTH, on: `${MONTH}-01`, by: INSPECTOR, inspector: INSPECTOR, answers: { SC01: { ans: 'ok' } }, return_reason: '照片不清。' }
    await theServerSays(id, 'submitted', said)
    expect(part(await shown(SubjectPage, { id }), 'inspect-again').exists()).toBe(false)
    await theServerSays(id, 'returned', said)
    const page = await shown(SubjectPage, { id })
    expect(page.find('[data-fact="return_reason"]').text()).toContain('照片不清。')
    expect(part(page, 'inspect-again').attributes('href')).toBe(`/schools/yucai/${MONTH}`)
  })

  it('is for inspectors alone', async () => {
    await anInspector(['school_contact'], 'yucai')
    const page = await open()
    expect(page.text()).toContain('只有学校周边检查员可以检查')
    expect(part(page, 'inspect-form').exists()).toBe(false)
  })
})

describe('a lesson', () => {
  it('of a visit to a school begins with school and day', async () => {
    const page = await shown(NewPage, { family: 'les' }, '/new/les?school=yucai&on=2026-11-20&kind_of=x')
    expect(part(page, 'ask-school-yucai').attributes('aria-pressed')).toBe('true')
    expect((part(page, 'ask-on').element as HTMLInputElement).value).toBe('2026-11-20')
  })

  it('is recorded by the school’s contact, for the school', async () => {
    await anInspector(['school_contact'], 'yucai')
    const page = await shown(NewPage, { family: 'les' })
    expect(part(page, 'ask-school-yucai').attributes('aria-pressed')).toBe('true')
    await part(page, 'ask-kind-law_in_class').trigger('click')
    await part(page, 'ask-classes').setValue('0')
    await part(page, 'ask-people').setValue('120')
    await part(page, 'ask-lecturer_role-police').trigger('click')
    await part(page, 'form-save').trigger('click')
    expect(fieldText(page, 'classes')).toContain('不能小于 1')
    await part(page, 'ask-classes').setValue('3')
    await part(page, 'form-save').trigger('click')
    await settled()
    expect(await written()).toMatchObject([{ type: 'lesson', school: 'yucai', kind: 'law_in_class', classes: 3, people: 120, lecturer_role: 'police' }])
  })
})
