import { describe, expect, it } from 'vitest'

import { extentOf } from '@/map/scene'
import type { ShiftCard } from '@/stores/patrol'
import { sortReference } from '@/stores/patrol/reference'

import { namedPlaces, patrolScene, placeOfRecord, sketchOf } from './scenes'

const at = (lat: number) => ({ lat, lon: 114.872 })
const border = [at(30.44), at(30.46), { lat: 30.46, lon: 114.88 }]
const reference = sortReference([
  { _id: 'grid:g1', type: 'grid', code: 'g1', name: '一网格', border, state: 'active' },
  { _id: 'grid:g0', type: 'grid', code: 'g0', name: '旧网格', border, state: 'retired' },
  { _id: 'key_site:k1', type: 'key_site', code: 'k1', name: '码头', point: at(30.447), radius_m: 200, state: 'active' },
  ...[1, 2, 3, 4].map((n) => ({ _id: `checkpoint:c${n}`, type: 'checkpoint', code: `c${n}`, name: `${n}号点`, point: at(Math.round(30_440 + n) / 1000), radius_m: 60, state: 'active' })),
  { _id: 'school:s1', type: 'school', code: 's1', name: '一小', point: at(30.45), state: 'active' },
  { _id: 'mailbox:m1', type: 'mailbox', code: 'm1', site: '公开栏', point: at(30.451), state: 'active' },
])
const words = { status: (status: string) => status, kind: () => '占道' }

function aCard(state: string, visited: Record<string, string>, finds: object[] = []): ShiftCard {
  return { id: 'shift:1', head: { must_points: ['c1', 'c2', 'c9'] }, now: { state, visited }, file: { finds } } as unknown as ShiftCard
}

describe('what a map draws', () => {
  it('has the sketch of what is in force', () => {
    const { grids, sites } = sketchOf(reference)
    expect(grids).toEqual([{ code: 'g1', name: '一网格', border }])
    expect(sites).toEqual([{ code: 'k1', name: '码头', place: at(30.447), radius: 200 }])
  })

  it('shows of a running shift what is visited and what is to be, also where it was besides', () => {
    const { marks } = patrolScene(aCard('started', { c1: '', c4: '' }), reference, words)
    expect(marks.map(({ id, told }) => [id, told])).toEqual([['c1', 'visited'], ['c2', 'must'], ['c4', 'visited']])
  })

  it('says of an ended one what was not visited, and shows finds that have a place', () => {
    const finds = [{ _id: 'pf:1', kind: 'x', place: '东门', point: at(30.46) }, { _id: 'pf:2', kind: 'x', place: '西门', point: null }]
    const { marks } = patrolScene(aCard('ended', { c1: '' }, finds), reference, words)
    expect(marks.map(({ id, told }) => [id, told])).toEqual([['c1', 'visited'], ['c2', 'missed'], ['pf:1', '占道']])
  })

  it('is about its marks, and without any about the sketch', () => {
    const scene = patrolScene(aCard('started', {}), reference, words)
    expect(extentOf(scene)).toEqual([at(30.441), at(30.442)])
    expect(extentOf({ ...scene, marks: [] })).toEqual([...border, at(30.447)])
  })
})

describe('the place of a record', () => {
  it.each([
    [{ point: at(30.4) }, at(30.4)],
    [{ box: 'm1' }, at(30.451)],
    [{ school: 's1', point: null }, at(30.45)],
    [{ school: 's1', point: at(30.4) }, at(30.4)],
    [{ box: 'm9' }, null],
    [{}, null],
  ])('of %j', (values, place) => expect(placeOfRecord(values, reference)).toEqual(place))

  it('can be chosen by name: sites, checkpoints, schools', () => {
    expect(namedPlaces(reference).map(({ code }) => code)).toEqual(['key_site:k1', 'checkpoint:c1', 'checkpoint:c2', 'checkpoint:c3', 'checkpoint:c4', 'school:s1'])
  })
})
