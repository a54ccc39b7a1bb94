import { describe, expect, it, vi } from 'vitest'

import { i18n, useWords } from '@/locales'
import { diagnosticsText } from '@/stores/diagnostics'

import { part, shown } from '../../../tests/pages'
import { planted } from '../../../tests/planted'
import DiagnosticsPage from './DiagnosticsPage.vue'

describe('the page of the diagnostics file', () => {
  it('shows it word for word before it can be shared', async () => {
    await planted()
    await Promise.all([useWords('common'), useWords('field'), useWords('device')])
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-24T05:00:00Z') })
    const page = await shown(DiagnosticsPage)
    const text = await diagnosticsText()
    vi.useRealTimers()
    expect(part(page, 'diagnostics').element.textContent).toBe(text)
    expect(part(page, 'diagnostics-share').text()).toBe(i18n.global.t('diagnostics.share'))
  })
})
