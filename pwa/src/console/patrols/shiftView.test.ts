import { describe, expect, it } from 'vitest'
import { aCheckin, aCheckpoint, aShift } from '../builders'
import { sorted } from '../lists/sorting'
import { crewOf, figuresOf, lateMinutes, mustDone, mustPoints, shiftValue, startDelay, vehicleDiffers } from './shiftView'

const point = (code: string, name = code) => ({ code, name })

describe('roster against reality', () => {
  it('names who did not come and who came instead', () => {
    const shift = aShift({ on_duty: [{ id: 'chibi-p01', name: '王建国' }, { id: 'chibi-p09', name: '何平' }] })
    const crew = crewOf(shift)
    expect([crew.present, crew.planned]).toEqual([2, 4])
    expect(crew.absent.map((person) => person.name)).toEqual(['李海燕', '张伟', '陈志强'])
    expect(crew.extra.map((person) => person.name)).toEqual(['何平'])
  })

  it('calls nobody absent before the start, and nobody extra without a plan', () => {
    expect(crewOf(aShift({ state: 'planned', started_at: null, on_duty: [] })).absent).toEqual([])
    const unplanned = crewOf(aShift({ planned: null }))
    expect([unplanned.planned, unplanned.extra]).toEqual([null, []])
  })

  it('counts minutes from the planned start', () => {
    expect(startDelay(aShift({ started_at: '2019-11-30T00:22:00.000Z' }))).toBe(22)
    expect(startDelay(aShift({ started_at: '2019-11-29T23:56:00.000Z' }))).toBe(-4)
    expect(startDelay(aShift({ planned: null }))).toBeNull()
    expect(startDelay(aShift({ started_at: null }))).toBeNull()
  })

  it('has no lateness while its team has written nothing', () => {
    expect(lateMinutes(aShift({ late_minutes: 480 }))).toBe(480)
    expect(lateMinutes(aShift({ state: 'planned', started_at: null, late_minutes: 0 }))).toBeNull()
  })

  it('sees another vehicle than the planned one', () => {
    expect(vehicleDiffers(aShift())).toBe(false)
    expect(vehicleDiffers(aShift({ vehicle: { code: '421102001-v2', name: '综巡09' } }))).toBe(true)
    expect(vehicleDiffers(aShift({ vehicle: null }))).toBe(false)
  })
})

describe('the must-visit points of a shift', () => {
  const checkpoints = [aCheckpoint({ code: 'c1', name: '东门' }), aCheckpoint({ code: 'c2', name: '码头' }), aCheckpoint({ code: 'c3', must: false })]
  const checkins = [
    aCheckin({ checkpoint: { ...point('c1', '东门'), point: null }, at_dev: '2019-11-30T09:00:00.000+08:00' }),
    aCheckin({ checkpoint: { ...point('c3'), point: null } }),
    aCheckin({ checkpoint: null }),
  ]
  const missed = [{ checkpoint: point('c2', '码头'), reason: '道路积水' }]

  it('are missed with their reason once the shift is over, the missed ones first', () => {
    const points = mustPoints(aShift({ state: 'submitted', must_total: 2, must_missed: missed }), checkins, checkpoints)
    expect(points.map(({ code, status, reason }) => [code, status, reason])).toEqual([
      ['c2', 'missed', '道路积水'],
      ['c1', 'visited', null],
    ])
  })

  it('are still to come while it runs', () => {
    const points = mustPoints(aShift({ must_total: 2, must_missed: missed }), checkins, checkpoints)
    expect(points[0]?.status).toBe('todo')
  })

  it('are not visited by a check-in that the server does not count', () => {
    const points = mustPoints(aShift({ state: 'ended', must_total: 1, must_missed: [{ checkpoint: point('c1'), reason: null }] }), checkins, checkpoints)
    expect(points.map(({ code, status }) => [code, status])).toEqual([['c1', 'missed']])
  })

  it('are counted from the total', () => {
    expect(mustDone(aShift({ must_total: 6, must_missed: missed }))).toBe(5)
    expect(mustDone(aShift())).toBe(0)
  })
})

describe('the figures of a day', () => {
  const shifts = [
    aShift({ checkins: 9, finds: 1, late_minutes: 500, state: 'submitted', must_missed: [{ checkpoint: point('c1'), reason: null }] }),
    aShift({ checkins: 5, must_missed: [{ checkpoint: point('c2'), reason: null }] }),
    aShift({ state: 'missed', started_at: null, late_minutes: null }),
  ]

  it('are sums of the rows, and count as missed only what can no longer be visited', () => {
    expect(figuresOf(shifts, (minutes) => minutes !== null && minutes > 10)).toEqual({
      shifts: 3, running: 1, missed: 1, checkins: 14, mustMissed: 1, finds: 1, late: 1,
    })
  })

  it('sort by what their columns show', () => {
    const byLate = sorted(shifts, { column: 'late', descending: true }, shiftValue)
    expect(byLate.map((shift) => shift.late_minutes)).toEqual([500, 1, null])
    const byState = sorted(shifts, { column: 'state', descending: false }, shiftValue)
    expect(byState.map((shift) => shift.state)).toEqual(['missed', 'started', 'submitted'])
  })
})
