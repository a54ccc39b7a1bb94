import { beforeEach, describe, expect, it, vi } from 'vitest'

import { useWords } from '@/locales'

import { planted, SECRETS } from '../../tests/planted'

import { diagnosticsText, shareDiagnostics } from './diagnostics'

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
