import { beforeEach, describe, expect, it, vi } from 'vitest'

import { saveDraft } from '@/db/drafts'
import { amend } from '@/db/manifest'
import { openDevice, openDocuments } from '@/db/open'
import { keepPhoto } from '@/db/photos'
import { saveSetting } from '@/db/settings'
import { rememberUser } from '@/db/users'
import { write } from '@/db/write'
import { i18n, useWords } from '@/locales'

import DiagnosticsPage from '@/field/me/DiagnosticsPage.vue'
import { aLead } from '../../tests/lost'
import { aCheckin, LEAD, PATROL } from '../../tests/phone'
import { part, shown } from '../../tests/pages'

import { diagnosticsText, shareDiagnostics } from './diagnostics'

/** What must never be in the file, each wherever the phone keeps something. */
const SECRETS = ['王小红', 'wangxiaohong', '13812345678', '邻居争吵原文', '长江路88号', '30.4470', '114.8720', 'chibi-lead', 'neighbour-text', '421102001']

async function planted(): Promise<void> {
  await aLead()
  await rememberUser({ id: 'wangxiaohong', username: '13812345678', name: '王小红', unit: '长江路88号', div: '421102001', division_name: '长江路88号', roles: ['王小红'], team: null, half: 'field', databases: [{ name: 'own_wangxiaohong', read: true, write: true }], last_login: '13812345678' })
  const fields = { ...aCheckin().fields, reason: '邻居争吵原文 13812345678', point: { lat: 30.447, lon: 114.872 }, acc: 5 }
  const { id } = await write(LEAD, aCheckin({ fields }))
  await amend(id, () => ({ state: 'needs_you', reason: '王小红 13812345678', words: { 'zh-CN': '邻居争吵原文', en: 'neighbour-text' } }))
  const refused = await write(LEAD, aCheckin({ fields }))
  await amend(refused.id, () => ({ state: 'needs_you', reason: 'not_while_planned' }))
  await write(LEAD, aCheckin({ fields }))
  for (const _id of ['王小红:1', 'wangxiaohong:13812345678', '13812345678', 'case:王小红', 'staff:wangxiaohong']) {
    await openDocuments(LEAD.user, PATROL).put({ _id, type: '王小红', name: '王小红', phone: '13812345678', summary: '邻居争吵原文', place: '长江路88号' })
  }
  await saveDraft(LEAD.user, '王小红:13812345678', { text: '邻居争吵原文' })
  await saveDraft(LEAD.user, 'new:case', { place: '长江路88号' })
  const picture = { bytes: new Blob(['邻居争吵原文']), sha256: '王小红' }
  await keepPhoto({ id: 'att:王小红', user: LEAD.user, record: '王小红', mime: '13812345678', full: picture, thumb: picture })
  await saveSetting('王小红', '13812345678')
  await saveSetting(`sync:${LEAD.user}`, { good_at: null, tried_at: '2026-11-24T00:00:00Z', ending: 'refused', words: '王小红 邻居争吵原文' })
  const device = await openDevice()
  const odd = (await device.getAll('manifest'))[0]
  if (odd) await device.put('manifest', { ...odd, id: 'ck:odd', type: '王小红', state: '13812345678' as never, database: 'own_wangxiaohong' })
}

describe('the diagnostics file', () => {
  beforeEach(async () => {
    await planted()
    await useWords('device')
  })

  it('holds nothing of what anybody is called, wrote, or was', async () => {
    const text = await diagnosticsText()
    for (const secret of SECRETS) expect(text, secret).not.toContain(secret)
    expect(text).not.toMatch(/\p{Script=Han}/u)
    expect(text).not.toMatch(/\d{11}/)
  })

  it('tells versions, storage, counts by kind, states, codes and the lock', async () => {
    const file = JSON.parse(await diagnosticsText(new Date('2026-11-24T05:00:00Z'))) as Record<string, never>
    expect(file).toMatchObject({
      made_at: '2026-11-24T05:00:00.000Z',
      app: { version: '0.1.0', contract: 1, locale: 'zh-CN' },
      phone: {
        people: 2,
        written: { by: { 'needs_you ckin': 2, 'saved ckin': 1, 'other other': 1 }, denied: 0, cut_short: 0 },
        returned_because: { other: 2, not_while_planned: 1 },
        drafts: { new: 1, other: 1 },
        photos: { waiting: 1 },
        databases: { patrol: { ck: 3, case: 1, staff: 1, other: 3 } },
        lock: { pin: true, password: true, server: false, wrong: 0, waits_until: null },
      },
    })
  })

  it('is shown as it is before it is shared', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-24T05:00:00Z') })
    const page = await shown(DiagnosticsPage)
    const text = await diagnosticsText()
    vi.useRealTimers()
    expect(part(page, 'diagnostics').element.textContent).toBe(text)
    expect(page.text()).toContain(i18n.global.t('diagnostics.share'))
  })

  describe('goes', () => {
    const share = vi.fn<(data: ShareData) => Promise<void>>()
    beforeEach(() => {
      share.mockReset()
      Object.assign(navigator, { share, canShare: ({ files }: ShareData) => files?.[0]?.type === 'text/plain' })
    })

    it('to whom the person chooses', async () => {
      share.mockResolvedValue()
      expect(await shareDiagnostics('text')).toBe('shared')
      expect(await share.mock.calls[0]?.[0].files?.[0]?.text()).toBe('text')
    })

    it('nowhere when they think better of it', async () => {
      share.mockRejectedValue(new DOMException('no', 'AbortError'))
      expect(await shareDiagnostics('text')).toBe('cancelled')
    })

    it.each([['there is no sharing', () => Object.assign(navigator, { canShare: undefined })], ['sharing fails', () => share.mockRejectedValue(new DOMException('no', 'NotAllowedError'))]])(
      'among the downloads where %s', async (_why, prepare) => {
        prepare()
        const click = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined)
        expect(await shareDiagnostics('text', new Date('2026-11-24T05:00:00Z'))).toBe('kept')
        expect((click.mock.contexts[0] as HTMLAnchorElement | undefined)?.download).toBe('xunge-diagnostics-2026-11-24T0500.txt')
        click.mockRestore()
      },
    )
  })
})
