/** Shifts, check-ins and checkpoints for tests: ordinary ones, with what a test is about put in. */
import type { Checkin, Checkpoint, Find, Named, Shift, TimelineEntry } from '@/api/console'

const people: Named[] = ['王建国', '李海燕', '张伟', '陈志强'].map((name, index) => ({ id: `chibi-p0${index + 1}`, name }))

export function aShift(with_: Partial<Shift> = {}): Shift {
  return {
    id: 'shift:421102001-p1:2019-11-30:day',
    team: { code: '421102001-p1', name: '赤壁巡逻队' },
    date: '2019-11-30',
    slot: 'day',
    state: 'started',
    planned: {
      starts_at: '2019-11-30T00:00:00.000Z',
      ends_at: '2019-11-30T08:00:00.000Z',
      members: people,
      vehicle: { code: '421102001-v1', name: '综巡01' },
    },
    started_at: '2019-11-30T00:05:00.000Z',
    ended_at: null,
    on_duty: people,
    vehicle: { code: '421102001-v1', name: '综巡01' },
    km: null,
    weather: null,
    night_minutes: 0,
    checkins: 0,
    must_total: 0,
    must_missed: [],
    finds: 0,
    flags: [],
    received_at: '2019-11-30T00:06:00.000Z',
    late_minutes: 1,
    rseq: 7,
    ...with_,
  }
}

export function aCheckin(with_: Partial<Checkin> = {}): Checkin {
  return {
    id: 'ck:421102001-p1:2019-11-30:day:01',
    shift: 'shift:421102001-p1:2019-11-30:day',
    team: { code: '421102001-p1', name: '赤壁巡逻队' },
    checkpoint: { code: '421102001-c001', name: '一小东门', point: { lat: 30.45, lon: 114.87 } },
    method: 'qr',
    point: null,
    acc: null,
    by: { id: 'chibi-p01', name: '王建国' },
    at_dev: '2019-11-30T09:00:00.000+08:00',
    received_at: '2019-11-30T01:01:00.000Z',
    late_minutes: 1,
    flags: [],
    result: 'applied',
    reason: null,
    ...with_,
  }
}

export function aCheckpoint(with_: Partial<Checkpoint> = {}): Checkpoint {
  return {
    code: '421102001-c001',
    name: '一小东门',
    site: '421102001-k001',
    point: { lat: 30.45, lon: 114.87 },
    radius_m: 60,
    must: true,
    ...with_,
  }
}

export function aFind(with_: Partial<Find> = {}): Find {
  return {
    id: 'pf:421102001-p1:2019-11-30:day:01',
    shift: 'shift:421102001-p1:2019-11-30:day',
    kind: 'hazard',
    place: '临江码头',
    point: { lat: 30.44, lon: 114.86 },
    text: '灯不亮',
    by: { id: 'chibi-p01', name: '王建国' },
    at_dev: '2019-11-30T09:10:00.000+08:00',
    received_at: '2019-11-30T01:11:00.000Z',
    late_minutes: 1,
    photos: [],
    ...with_,
  }
}

export function anEntry(with_: Partial<TimelineEntry> = {}): TimelineEntry {
  return {
    id: 'sev:421102001-p1:2019-11-30:day:01',
    kind: 'event',
    action: 'start',
    by: { id: 'chibi-p01', name: '王建国' },
    at_dev: '2019-11-30T08:05:00.000+08:00',
    received_at: '2019-11-30T00:06:00.000Z',
    late_minutes: 1,
    result: 'applied',
    reason: null,
    payload: {},
    note: null,
    ...with_,
  }
}
