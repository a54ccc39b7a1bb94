import { describe, expect, it } from 'vitest'
import { type PlanFields, dutyOf, endsNextDay, usualHours, whatIsMissing } from './planning'

const fields: PlanFields = {
  team: '421102001-p1',
  date: '2019-11-30',
  starts: '20:00',
  ends: '02:00',
  members: ['cb-p01'],
  vehicle: '',
  points: ['421102001-c001'],
}

describe('planning a duty', () => {
  it('lets a duty over midnight end on the next day', () => {
    expect(endsNextDay(fields)).toBe(true)
    expect(dutyOf(fields)).toEqual({
      team: '421102001-p1',
      date: '2019-11-30',
      slot: 'adhoc',
      starts_at: '2019-11-30T20:00:00.000+08:00',
      ends_at: '2019-12-01T02:00:00.000+08:00',
      members: ['cb-p01'],
      vehicle: null,
      must_points: ['421102001-c001'],
    })
  })

  it('keeps a duty within its day', () => {
    expect(dutyOf({ ...fields, starts: '08:00', ends: '12:00' }).ends_at).toBe('2019-11-30T12:00:00.000+08:00')
  })

  it('proposes hours that are still to come', () => {
    const now = new Date('2019-11-30T13:29:00Z')
    expect(usualHours('2019-11-30', now)).toEqual({ date: '2019-11-30', starts: '22:00', ends: '02:00' })
    expect(usualHours('2019-12-01', now)).toEqual({ date: '2019-12-01', starts: '18:00', ends: '22:00' })
    expect(usualHours('2019-11-30', new Date('2019-11-30T15:29:00Z'))).toEqual({ date: '2019-12-01', starts: '00:00', ends: '04:00' })
  })

  it('names the first thing that is missing', () => {
    expect(whatIsMissing(fields)).toBeNull()
    expect(whatIsMissing({ ...fields, members: [] })).toBe('members')
    expect(whatIsMissing({ ...fields, date: '2019-02-30', members: [] })).toBe('time')
    expect(whatIsMissing({ ...fields, team: '' })).toBe('team')
  })
})
