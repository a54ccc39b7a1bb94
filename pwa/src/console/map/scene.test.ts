import { describe, expect, it } from 'vitest'
import { aCheckin, aCheckpoint, aFind, aShift } from '../builders'
import { type DayRecords, extentOf, sceneOf } from './scene'

const at = (lat: number) => ({ lat, lon: 114.87 })

const day: DayRecords = {
  sites: [{ code: 'k1', name: '一小', kind: 'school', point: at(30.4), radius_m: 80 }, { code: 'k2', name: '无位置', kind: 'school', point: null, radius_m: 80 }],
  checkpoints: [
    aCheckpoint({ code: 'c1', point: at(30.41) }),
    aCheckpoint({ code: 'c2', point: at(30.42) }),
    aCheckpoint({ code: 'c3', point: at(30.43) }),
    aCheckpoint({ code: 'c4', point: at(30.44), must: false }),
  ],
  shifts: [
    aShift({ id: 'shift:a', state: 'submitted', must_missed: [{ checkpoint: { code: 'c2', name: '二' }, reason: null }] }),
    aShift({ id: 'shift:b', state: 'started', must_missed: [{ checkpoint: { code: 'c3', name: '三' }, reason: null }] }),
  ],
  checkins: [
    aCheckin({ id: 'ck:1', shift: 'shift:a', checkpoint: { code: 'c1', name: '一', point: at(30.41) }, point: at(30.4101), flags: ['fast_move'] }),
    aCheckin({ id: 'ck:2', shift: 'shift:b', checkpoint: { code: 'c1', name: '一', point: at(30.41) }, point: null, method: 'hand' }),
    aCheckin({ id: 'ck:3', shift: 'shift:b', checkpoint: null, point: null }),
  ],
  finds: [aFind({ id: 'pf:1', shift: 'shift:b', point: at(30.45) }), aFind({ id: 'pf:2', shift: 'shift:b', point: null })],
}

describe('the map of a day', () => {
  it('shows what became of each checkpoint', () => {
    const { checkpoints } = sceneOf(day, '')
    expect(Object.fromEntries(checkpoints.map(({ code, status }) => [code, status]))).toEqual({
      c1: 'visited',
      c2: 'missed',
      c3: 'must',
      c4: 'plain',
    })
  })

  it('draws a check-in where the phone was, else at its checkpoint, and leaves out what has no place', () => {
    const { checkins, finds, sites } = sceneOf(day, '')
    expect(checkins.map(({ id, point, flagged }) => [id, point.lat, flagged])).toEqual([
      ['ck:1', 30.4101, true],
      ['ck:2', 30.41, false],
    ])
    expect(finds.map(({ id }) => id)).toEqual(['pf:1'])
    expect(sites.map(({ code }) => code)).toEqual(['k1'])
  })

  it('of one shift shows that shift’s records only', () => {
    const scene = sceneOf(day, 'shift:a')
    expect(scene.checkins.map(({ id }) => id)).toEqual(['ck:1'])
    expect(scene.finds).toEqual([])
    const statuses = (shift: string) => sceneOf(day, shift).checkpoints.map(({ status }) => status)
    expect(statuses('shift:a')).toEqual(['visited', 'missed', 'plain', 'plain'])
    expect(statuses('shift:b')).toEqual(['visited', 'plain', 'must', 'plain'])
  })

  it('is about what happened; with nothing yet, about what is to be visited', () => {
    expect(extentOf(sceneOf(day, '')).map(({ lat }) => lat)).toEqual([30.4101, 30.41, 30.45, 30.41, 30.42])
    const quiet = sceneOf({ ...day, shifts: [], checkins: [], finds: [] }, '')
    expect(extentOf(quiet)).toHaveLength(5)
  })
})
