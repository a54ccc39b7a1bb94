import { enableAutoUnmount, flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'

import CluePage from './CluePage.vue'

import { fieldRoutes } from '../routes'

import { request, Unreachable } from '@/api/client'
import { i18n, useWords } from '@/locales'
import { useClues } from '@/stores/clues'
import { leftDrafts } from '@/stores/drafts'

import { aMediator, written } from '../../../tests/subjects'

vi.mock('@/api/client', async (real) => ({ ...(await real<object>()), request: vi.fn() }))
const sent = vi.mocked(request)

const settled = async () => {
  for (let turn = 0; turn < 4; turn += 1) {
    await flushPromises()
    await new Promise((resolve) => setTimeout(resolve, 40))
  }
}
async function shown(query: Record<string, string> = {}): Promise<VueWrapper> {
  const router = createRouter({ history: createMemoryHistory(), routes: fieldRoutes })
  await router.push({ name: 'clue', query })
  const wrapper = mount(CluePage, { global: { plugins: [i18n, router] } })
  await settled()
  return wrapper
}
const part = (page: VueWrapper, name: string) => page.find(`[data-testid="${name}"]`)

async function fillIn(page: VueWrapper, envelope: string): Promise<void> {
  await part(page, 'ask-envelope_no').setValue(envelope)
  await part(page, 'ask-category-CL06').trigger('click')
  await part(page, 'clue-save').trigger('click')
  await settled()
}
const leftHere = async () => {
  const clues = useClues()
  await clues.load()
  return clues.waiting.value
}

enableAutoUnmount(afterEach)
beforeEach(async () => {
  await aMediator()
  sent.mockReset()
  await Promise.all([useWords('common'), useWords('field')])
})

describe('a clue', () => {
  it('leaves nothing on the phone once the server has it', async () => {
    sent.mockImplementation((_method, _path, options) => Promise.resolve({ accepted: (options?.body as { clues: { id: string }[] }).clues.map(({ id }) => id), refused: [] }))
    const page = await shown()
    await fillIn(page, 'LJ-0012')
    const [method, path, options] = sent.mock.calls[0] ?? []
    expect([method, path]).toEqual(['POST', '/api/clues'])
    const [clue] = (options?.body as { clues: Record<string, unknown>[] }).clues
    expect(Object.keys(clue ?? {}).sort()).toEqual(['at_dev', 'category', 'channel', 'count', 'div', 'envelope_no', 'id', 'received_on', 'tz'])
    expect(clue).toMatchObject({ envelope_no: 'LJ-0012', channel: 'mailbox', category: 'CL06', count: 1 })
    expect(await leftHere()).toEqual([])
    expect(await written()).toEqual([])
    expect((part(page, 'ask-envelope_no').element as HTMLInputElement).value).toBe('')
    expect(await leftDrafts()).toEqual([])
    expect(part(page, 'clue-dropped').exists()).toBe(true)
  })

  it('begins with what the opening of its box says, once', async () => {
    sent.mockResolvedValue({ accepted: [], refused: [] })
    const page = await shown({ envelope_no: 'LJ-0013', received_on: '2026-11-20' })
    const number = () => (part(page, 'ask-envelope_no').element as HTMLInputElement).value
    expect(number()).toBe('LJ-0013')
    await part(page, 'ask-category-CL06').trigger('click')
    await part(page, 'clue-save').trigger('click')
    await settled()
    expect((await leftHere()).map(({ clue }) => [clue.envelope_no, clue.received_on])).toEqual([['LJ-0013', '2026-11-20']])
    expect(number()).toBe('')
  })

  it('waits without a line', async () => {
    sent.mockRejectedValue(new Unreachable())
    const page = await shown()
    await fillIn(page, 'LJ-0012')
    expect(await leftHere()).toHaveLength(1)
    expect(part(page, 'clue-waiting').text()).toContain('1 件')
  })

  it('says at its field what is wrong with a number', async () => {
    const page = await shown()
    await fillIn(page, '张三的信')
    expect(page.find('[data-field="envelope_no"]').text()).toContain('格式不对')
    expect(sent).not.toHaveBeenCalled()
    expect(await leftHere()).toEqual([])
  })

  it('that was refused stays until its author gives it up', async () => {
    sent.mockImplementation((_method, _path, options) =>
      Promise.resolve({ accepted: [], refused: [{ id: (options?.body as { clues: { id: string }[] }).clues[0]?.id, words: { 'zh-CN': '内容不符合要求。', en: 'Unfit.' } }] }))
    const page = await shown()
    await fillIn(page, 'LJ-0012')
    expect(part(page, 'clue-refused').text()).toContain('内容不符合要求')
    await part(page, 'clue-refused').find('button').trigger('click')
    await settled()
    expect(await leftHere()).toEqual([])
  })
})
