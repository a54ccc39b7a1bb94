import { enableAutoUnmount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import BoxesPage from './BoxesPage.vue'

import SubjectPage from '../subjects/SubjectPage.vue'

import { useWords } from '@/locales'

import { aDuty } from '../../../tests/duties'
import { part, settled, shown } from '../../../tests/pages'
import { aMediator, aReference } from '../../../tests/subjects'

const window = (box: string, half: string) => `bw:421102001001-${box}:2026-11-${half}`

afterEach(() => vi.unstubAllGlobals()) // runs last: a page lets go of the location before it is gone
enableAutoUnmount(afterEach)
beforeEach(async () => {
  await aMediator()
  await Promise.all([useWords('common'), useWords('field')])
  await aReference('mailbox', '421102001001-m01', { site: '村务公开栏旁', point: { lat: 30.447, lon: 114.872 } })
  await aReference('mailbox', '421102001001-m02', { site: '菜市场', point: { lat: 30.4471, lon: 114.8722 } })
  const due = (box: string, half: string, last: string, state = 'due') => aDuty(window(box, half), { state, box: `421102001001-${box}`, window: `2026-11-${half}`, first: '2026-11-01', last })
  await due('m01', 'H1', '2026-11-15')
  await due('m02', 'H2', '2026-11-30')
  await due('m03', 'H1', '2026-11-14')
  await due('m04', 'H1', '2026-11-13', 'opened')
})

const order = (page: Awaited<ReturnType<typeof shown>>): string[] => page.findAll('[data-testid="boxes"] > li').map((one) => (one.attributes('data-testid') ?? '').slice(-3))
const places = (here: { latitude: number; longitude: number } | null): void => {
  const watchPosition = (take: PositionCallback): number => {
    if (here) take({ coords: { ...here, accuracy: 10 }, timestamp: Date.now() } as GeolocationPosition)
    return 1
  }
  vi.stubGlobal('navigator', { ...navigator, geolocation: { watchPosition, clearWatch: () => undefined } })
}

describe('the boxes to open', () => {
  it('come by what is due first where nobody knows where this phone is', async () => {
    const page = await shown(BoxesPage)
    expect(part(page, 'boxes-order').text()).toBe('没有定位，按期限先后')
    expect(order(page)).toEqual(['m03', 'm01', 'm02'])
    expect(part(page, 'box-distance').exists()).toBe(false)
    expect(part(page, 'box-421102001001-m01').text()).toContain('村务公开栏旁')
  })

  it('come near first with their distance; what has no place comes last', async () => {
    places({ latitude: 30.4472, longitude: 114.8722 })
    const page = await shown(BoxesPage)
    await settled()
    expect(part(page, 'boxes-order').text()).toBe('由近到远')
    expect(order(page)).toEqual(['m02', 'm01', 'm03'])
    expect(page.findAll('[data-testid="box-distance"]').map((one) => one.text())).toEqual(['11 m', '29 m'])
    expect(part(page, 'box-421102001001-m03').text()).toContain('位置未登记')
    expect(part(page, 'open-421102001001-m02').attributes('href')).toContain('/do/open')
  })

  it('are called by where they hang', async () => {
    expect((await shown(SubjectPage, { id: window('m01', 'H1') })).find('[data-fact="box"]').text()).toContain('村务公开栏旁')
  })
})
