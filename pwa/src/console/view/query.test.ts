import { describe, expect, it } from 'vitest'
import { changedQuery, chooseTownship, placeQuery, readView } from './query'

const fallback = { township: '421102001', date: '2019-11-30' }

describe('a link opens the same view', () => {
  it('reads where, when and what is selected', () => {
    const query = { township: '421102100', date: '2019-11-29', shift: 'shift:421102100-p1:2019-11-29:day', sort: '-late' }
    expect(readView(query, fallback)).toEqual({ ...query, team: '', state: '', kind: '', part: '', settled: '', item: '' })
  })

  it('falls back for what is missing or no date', () => {
    expect(readView({ date: '2019-13-40' }, fallback)).toMatchObject(fallback)
    expect(readView({ township: ['421102002', '421102003'] }, fallback).township).toBe('421102002')
  })
})

describe('a change of view', () => {
  const query = { township: '421102001', date: '2019-11-30', shift: 'shift:x', team: 'p1', sort: 'team' }

  it('keeps the rest and drops what became empty', () => {
    expect(changedQuery(query, { sort: '' })).toEqual({ township: '421102001', date: '2019-11-30', shift: 'shift:x', team: 'p1' })
  })

  it('lets go of the selected shift on another day, and of the team in another township', () => {
    expect(changedQuery(query, { date: '2019-11-29' })).toEqual({ township: '421102001', date: '2019-11-29', team: 'p1', sort: 'team' })
    expect(changedQuery(query, { township: '421102002' })).toEqual({ township: '421102002', date: '2019-11-30', sort: 'team' })
  })

  it('takes only the place and the day to another page', () => {
    expect(placeQuery(query)).toEqual({ township: '421102001', date: '2019-11-30' })
    expect(placeQuery({})).toEqual({})
  })
})

describe('the township to open', () => {
  const mine = ['421102001', '421102002']

  it('is the asked one, else the last one, else the first', () => {
    expect(chooseTownship(mine, '421102002', null)).toBe('421102002')
    expect(chooseTownship(mine, '', '421102002')).toBe('421102002')
    expect(chooseTownship(mine, '', null)).toBe('421102001')
  })

  it('is never one outside my area', () => {
    expect(chooseTownship(mine, '421102999', '421102888')).toBe('421102001')
    expect(chooseTownship([], '421102999', null)).toBe('')
  })
})
