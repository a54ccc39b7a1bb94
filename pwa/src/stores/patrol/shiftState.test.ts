import { describe, expect, it } from 'vitest'

import type { Checkin, ShiftEvent, ShiftFile, ShiftStatus } from './documents'
import { dutyMinutes, localShift, mayDo, mayEver, type Rules } from './shiftState'

import { rulesOf } from '@/contract/localFold'

const rules = rulesOf('shift') as Rules
const SHIFT = 'shift:421102001-p1:2026-11-23:day'
const lead = { id: 'chibi-lead', roles: ['patrol_lead'] }
const member = { id: 'chibi-p02', roles: ['patrol_mem'] }
const at = (time: string) => `2026-11-23T${time}:00.000+08:00`
const utc = (time: string) => new Date(at(time)).toISOString()

let dseq = 0
const envelope = (id: string, time: string, dev = 'dev-a') => ({
  _id: id,
  v: 1 as const,
  div: '421102001',
  wrote: { by: 'chibi-lead', dev, dseq: ++dseq },
  at_dev: at(time),
  tz: 'Asia/Shanghai',
  subject: SHIFT,
})

function anEvent(action: ShiftEvent['action'], time: string, payload = {}, dev?: string): ShiftEvent {
  return { ...envelope(`sev:${action}:${time}`, time, dev), type: 'shift_ev', action, payload }
}

function aCheckin(checkpoint: string, time: string): Checkin {
  return { ...envelope(`ck:${checkpoint}:${time}`, time), type: 'ckin', checkpoint, method: 'gps', point: { lat: 30, lon: 114 }, acc: 9 }
}

function aShift(changes: Partial<ShiftFile> = {}): ShiftFile {
  return {
    head: {
      ...envelope(SHIFT, '00:00', 'server'),
      type: 'shift',
      team: '421102001-p1',
      date: '2026-11-23',
      slot: 'day',
      starts_at: at('08:00'),
      ends_at: at('16:00'),
      members: ['chibi-lead', 'chibi-p02'],
      vehicle: '421102001-v1',
      must_points: ['c1', 'c2'],
      planned: true,
    },
    status: null,
    events: [],
    checkins: [],
    finds: [],
    unproven: new Set(),
    ...changes,
  }
}

function aStatus(changes: Partial<ShiftStatus>): ShiftStatus {
  return {
    _id: `st:${SHIFT}`,
    subject: SHIFT,
    rseq: 7,
    state: 'started',
    started_at: at('08:02'),
    ended_at: null,
    on_duty: ['chibi-lead'],
    vehicle: '421102001-v1',
    km_start: 100,
    km_end: null,
    must_missed: [],
    night_minutes: 0,
    duty_intervals: [[at('08:02'), null]],
    flags: [],
    handover_to: null,
    results: {},
    ...changes,
  }
}

const start = (time: string) => anEvent('start', time, { on_duty: ['chibi-lead'], vehicle: 'v1', km_start: 10, weather: null })

describe('the shift on this phone', () => {
  it('is planned until somebody starts it', () => {
    expect(localShift(aShift(), rules)).toMatchObject({ state: 'planned', seen: 0, must_missed: [{ checkpoint: 'c1' }, { checkpoint: 'c2' }] })
  })

  it('goes through its day on events that the server has not seen', () => {
    const events = [start('08:05'), anEvent('pause', '10:00', { reason: null }), anEvent('resume', '10:30'), anEvent('end', '12:00', { km_end: 55 })]
    const shift = localShift(aShift({ events }), rules)
    expect(shift).toMatchObject({ state: 'ended', started_at: utc('08:05'), ended_at: at('12:00'), km_start: 10, km_end: 55, vehicle: 'v1' })
    expect(dutyMinutes(shift, new Date(at('13:00')))).toBe(115 + 90)
    expect(shift.seen_ids).toEqual(events.map((event) => event._id).sort())
  })

  it('starts from the server’s word and adds only what that has not judged', () => {
    const pause = anEvent('pause', '09:00', { reason: null })
    const old = start('08:02')
    const status = aStatus({ results: { [old._id]: { result: 'applied', reason: null } } })
    const shift = localShift(aShift({ status, events: [old, pause] }), rules)
    expect(shift).toMatchObject({ state: 'paused', seen: 7, seen_ids: [pause._id] })
    expect(dutyMinutes(shift, new Date(at('15:00')))).toBe(58)
  })

  it('believes the server when it refused an event', () => {
    const end = anEvent('end', '12:00', { km_end: null })
    const status = aStatus({ results: { [end._id]: { result: 'parked', reason: 'x' } } })
    expect(localShift(aShift({ status, events: [end] }), rules).state).toBe('started')
  })

  it('starts a shift that was marked missed', () => {
    const status = aStatus({ state: 'missed', started_at: null, duty_intervals: [], on_duty: [] })
    expect(localShift(aShift({ status, events: [start('08:05')] }), rules).state).toBe('started')
  })

  it('leaves out what cannot be: an end before any start', () => {
    expect(localShift(aShift({ events: [anEvent('end', '12:00', { km_end: null })] }), rules).state).toBe('planned')
  })

  it('orders one device by its counter, whatever its clock says', () => {
    const events = [start('23:00'), anEvent('pause', '09:00', { reason: null })]
    expect(localShift(aShift({ events }), rules).state).toBe('paused')
  })

  it('counts a point once it has a proven check-in', () => {
    const checkins = [aCheckin('c1', '09:00'), aCheckin('c2', '09:10')]
    const file = aShift({ checkins, unproven: new Set([checkins[1]?._id ?? '']) })
    expect(localShift(file, rules).must_missed.map((missed) => missed.checkpoint)).toEqual(['c2'])
  })
})

describe('what may be done', () => {
  const running = localShift(aShift({ events: [start('08:05')] }), rules)
  const ended = localShift(aShift({ events: [start('08:05'), anEvent('end', '12:00', { km_end: null })] }), rules)
  const missed = [{ checkpoint: 'c1', reason: '道路封闭' }, { checkpoint: 'c2', reason: '天气' }]

  it('follows the state', () => {
    expect(mayDo(running, 'pause', {}, member, rules).allowed).toBe(true)
    expect(mayDo(running, 'resume', {}, member, rules).allowed).toBe(false)
    expect(mayDo(running, 'submit', { missed }, lead, rules).allowed).toBe(false)
    expect(mayDo(running, 'start', {}, lead, rules)).toEqual({ allowed: false, reason: 'already_started' })
    expect(mayDo(running, 'submit', { missed }, lead, rules).reason).toBe('not_while_started')
  })

  it('asks for a reason for every missed must-visit point before submitting', () => {
    expect(mayDo(ended, 'submit', { missed }, lead, rules)).toEqual({ allowed: true, reason: null })
    expect(mayDo(ended, 'submit', { missed: missed.slice(1) }, lead, rules).reason).toBe('missed_without_reason')
    const empty = [...missed.slice(1), { checkpoint: 'c1', reason: '' }]
    expect(mayDo(ended, 'submit', { missed: empty }, lead, rules).reason).toBe('missed_without_reason')
  })

  it('knows whose job it is', () => {
    expect(mayDo(ended, 'submit', { missed }, member, rules).reason).toBe('role_missing')
    expect(mayEver(rules, member, 'submit')).toBe(false)
    expect(mayEver(rules, lead, 'submit')).toBe(true)
    expect(mayEver(rules, member, 'pause')).toBe(true)
  })
})
