import { enableAutoUnmount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import CheckinPage from './CheckinPage.vue'

import { useWords } from '@/locales'
import { sha256Of } from '@/stores/patrol/sticker'
import { usePatrol } from '@/stores/patrol'
import { useRecords } from '@/stores/records'

import { aPatrol, RUNNING } from '../../tests/patrol'
import { part, settled, shown } from '../../tests/pages'

const CODE = '421102001-c001'

/** What stands in for the radio: a test holds tags to it. */
class Reader extends EventTarget {
  static last: Reader | null = null
  static refusal: string | null = null
  signal: AbortSignal | null = null

  scan({ signal }: { signal: AbortSignal }): Promise<void> {
    if (Reader.refusal) return Promise.reject(new DOMException('no', Reader.refusal))
    this.signal = signal
    Reader.last = this
    return Promise.resolve()
  }
}

async function hold(...texts: string[]): Promise<void> {
  const records = texts.map((text) => ({ recordType: 'text', encoding: 'utf-8', data: new DataView(new TextEncoder().encode(text).buffer) }))
  Reader.last?.dispatchEvent(Object.assign(new Event('reading'), { message: { records } }))
  await settled()
}

enableAutoUnmount(afterEach)
beforeEach(async () => {
  await aPatrol([{ code: CODE, qr_sha256: await sha256Of('right') }])
  await Promise.all([useWords('common'), useWords('field'), useWords('device')])
  await usePatrol().load()
  Reader.refusal = null
  Object.assign(globalThis, { NDEFReader: Reader })
})
afterEach(() => Reflect.deleteProperty(globalThis, 'NDEFReader'))

async function reading(): Promise<VueWrapper> {
  const page = await shown(CheckinPage, { id: RUNNING })
  await part(page, 'tag-start').trigger('click')
  await settled()
  return page
}
async function checkins(): Promise<unknown[]> {
  await useRecords().load()
  return useRecords().open.map(({ body }) => [body?.checkpoint, body?.method, body?.qr_token])
}

describe('a checkpoint’s tag', () => {
  it('checks in as its sticker does, and the reader rests', async () => {
    await reading()
    await hold('some other record', `xunge:cp:${CODE}:right`)
    expect(Reader.last?.signal?.aborted).toBe(true)
    await vi.waitFor(async () => expect(await checkins()).toEqual([[CODE, 'nfc', 'right']]))
  })

  it.each([
    ['an old one', [`xunge:cp:${CODE}:stale`], '可能是旧标签'],
    ['another thing’s', ['https://example.org/bus'], '不是本街道巡查点的标签'],
    ['an empty one', [], '没有内容'],
  ])('that is %s is told so, and is no check-in', async (_what, texts, words) => {
    const page = await reading()
    await hold(...texts)
    expect(part(page, 'tag-trouble').text()).toContain(words)
    expect(await checkins()).toEqual([])
    await hold(`xunge:cp:${CODE}:right`)
    await vi.waitFor(async () => expect(await checkins()).toHaveLength(1))
  })

  it('that is held too briefly can be held again', async () => {
    const page = await reading()
    Reader.last?.dispatchEvent(new Event('readingerror'))
    await settled()
    expect(part(page, 'tag-trouble').text()).toContain('再贴近一次')
  })

  it.each([
    ['NotAllowedError', '没有允许使用 NFC'],
    ['NotSupportedError', 'NFC 没有打开'],
  ])('cannot be read after a %s, and the page says what to do', async (name, words) => {
    Reader.refusal = name
    const page = await reading()
    expect(part(page, 'tag-trouble').text()).toContain(words)
    expect(part(page, 'tag-start').exists()).toBe(true)
  })

  it('is not offered where the browser reads none', async () => {
    Reflect.deleteProperty(globalThis, 'NDEFReader')
    const page = await shown(CheckinPage, { id: RUNNING })
    expect(part(page, 'tag-start').exists()).toBe(false)
    expect(part(page, 'checkin-scan-input').exists()).toBe(true)
  })
})
