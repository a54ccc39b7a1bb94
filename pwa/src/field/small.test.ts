import { describe, expect, it } from 'vitest'

import { readNumber } from './numbers'
import { syncLine, type Standings } from './syncWords'
import { daysAgo, hoursText, whenText } from './words'

import { distanceText, metresBetween } from '@/composables/distance'
import { fitted } from '@/composables/picture'

const calm: Standings = {
  standing: 'good',
  last: { good_at: '2026-11-23T00:00:00Z', tried_at: '2026-11-23T00:00:00Z', ending: 'good', words: null },
  running: false,
  saved: 0,
  onWay: 0,
  photos: 0,
  needsYou: 0,
}
const keys = (changes: Partial<Standings>) => syncLine({ ...calm, ...changes }).parts.map((part) => part.key)

describe('the line under the title', () => {
  it('says all was received only when it was', () => {
    expect(keys({})).toEqual(['all'])
    expect(keys({ onWay: 1 })).toEqual(['on_way'])
    expect(keys({ photos: 1 })).toEqual(['photos'])
    expect(keys({ last: null })).toEqual(['never'])
    expect(keys({ last: { ...calm.last, ending: 'unreachable' } as never })).toEqual(['offline'])
  })

  it('says what waits while offline', () => {
    const last = { ...calm.last, ending: 'unreachable' } as never
    expect(syncLine({ ...calm, last, saved: 3 }).parts).toEqual([{ key: 'offline' }, { key: 'saved', count: 3 }])
  })

  it('puts first what needs the person', () => {
    expect(keys({ standing: 'revoked', saved: 2 })).toEqual(['revoked', 'saved'])
    expect(keys({ standing: 'login' })).toEqual(['login'])
    expect(syncLine({ ...calm, needsYou: 1 })).toEqual({ tone: 'warn', parts: [{ key: 'needs_you', count: 1 }] })
  })
})

describe('numbers as people type them', () => {
  it.each([
    ['', null],
    [' 52310.5 ', 52310.5],
    ['52,310', 52310],
    ['52。5', 52.5],
    ['abc', undefined],
    ['-1', undefined],
    ['2000001', undefined],
  ])('%s', (text, value) => {
    expect(readNumber(text, 2_000_000)).toBe(value)
  })
})

describe('times', () => {
  const now = new Date(2026, 10, 23, 9, 0)
  it('name the day only when it is another', () => {
    expect(whenText(new Date(2026, 10, 23, 8, 5).toISOString(), now)).toBe('08:05')
    expect(whenText(new Date(2026, 10, 22, 23, 59).toISOString(), now)).toBe('11-22 23:59')
    expect(daysAgo('2026-11-22', now)).toBe(1)
    expect(hoursText(125)).toBe('2:05')
  })
})

describe('distances', () => {
  it('are metres along the ground', () => {
    expect(metresBetween({ lat: 30, lon: 114 }, { lat: 30, lon: 114 })).toBe(0)
    expect(metresBetween({ lat: 30, lon: 114 }, { lat: 30.001, lon: 114 })).toBeCloseTo(111.2, 1)
    expect([12.4, 1240, 14_200].map(distanceText)).toEqual(['12 m', '1.2 km', '14 km'])
  })
})

describe('a picture', () => {
  it('keeps its shape and is never made larger', () => {
    expect(fitted(4000, 3000, 1600)).toEqual({ width: 1600, height: 1200 })
    expect(fitted(3000, 4000, 320)).toEqual({ width: 240, height: 320 })
    expect(fitted(300, 200, 1600)).toEqual({ width: 300, height: 200 })
  })
})
