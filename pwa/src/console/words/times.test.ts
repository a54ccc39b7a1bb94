import { describe, expect, it } from 'vitest'
import { addDays, dateOf, isDate, timeOf, timeOn, today } from './times'

describe('times are those of the district', () => {
  it('turns an instant into the clock of the district', () => {
    expect(timeOf('2019-11-30T00:05:00Z')).toBe('08:05')
    expect(timeOf('2019-11-30T08:05:00.000+08:00')).toBe('08:05')
    expect(dateOf('2019-11-30T16:30:00Z')).toBe('2019-12-01')
  })

  it('shows midnight as 00, not 24', () => {
    expect(timeOf('2019-11-30T16:00:00Z')).toBe('00:00')
  })

  it('is empty for no time and for nonsense', () => {
    expect(timeOf(null)).toBe('')
    expect(timeOf('soon')).toBe('')
    expect(timeOn(undefined, '2019-11-30')).toBe('')
  })

  it('names the day only when it is another one', () => {
    expect(timeOn('2019-11-30T10:00:00Z', '2019-11-30')).toBe('18:00')
    expect(timeOn('2019-11-30T20:00:00Z', '2019-11-30')).toBe('12-01 04:00')
  })

  it('knows today in the district before the clerk’s own midnight', () => {
    expect(today(new Date('2019-11-30T16:01:00Z'))).toBe('2019-12-01')
  })
})

describe('dates', () => {
  it('steps over months, years and leap days', () => {
    expect(addDays('2019-11-30', 1)).toBe('2019-12-01')
    expect(addDays('2020-01-01', -1)).toBe('2019-12-31')
    expect(addDays('2020-02-28', 1)).toBe('2020-02-29')
  })

  it('accepts only days that exist', () => {
    expect(isDate('2019-11-30')).toBe(true)
    expect(isDate('2019-02-30')).toBe(false)
    expect(isDate('2019-2-3')).toBe(false)
    expect(isDate('')).toBe(false)
  })
})
