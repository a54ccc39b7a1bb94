import { describe, expect, it } from 'vitest'

import { metresBetween } from '@/composables/distance'

import { datumOf } from './datum'

const WHARF = { lat: 30.447, lon: 114.872 }

describe('where a place is drawn', () => {
  it('is where it is, on a map in WGS-84', async () => {
    const { shown, kept } = await datumOf('wgs84')
    expect([shown(WHARF), kept(WHARF)]).toEqual([WHARF, WHARF])
  })

  it('is a few hundred metres off on a map in GCJ-02, and a tap there gives the place itself', async () => {
    const { shown, kept } = await datumOf('gcj02')
    const off = metresBetween(WHARF, shown(WHARF))
    expect(off).toBeGreaterThan(300)
    expect(off).toBeLessThan(800)
    expect(metresBetween(WHARF, kept(shown(WHARF)))).toBeLessThan(0.5)
  })
})
