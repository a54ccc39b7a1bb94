import { expect, it } from 'vitest'

import type { Checkin, ShiftFile } from './documents'
import { lastScans } from './scans'

const checkin = (id: string, at: string, method = 'qr') => ({ _id: id, at_dev: at, method }) as unknown as Checkin
const file = (checkins: Checkin[]) => ({ checkins }) as ShiftFile

it('the last scans are the newest three by the moment, whatever the offset, and scans only', () => {
  const checkins = [
    checkin('a', '2026-11-23T08:00:00.000+08:00'),
    checkin('b', '2026-11-23T01:00:00.000Z'),
    checkin('c', '2026-11-23T08:30:00.000+08:00'),
    checkin('d', '2026-11-23T10:00:00.000+08:00'),
    checkin('hand', '2026-11-23T11:00:00.000+08:00', 'hand'),
  ]
  expect(lastScans(file(checkins)).map((scan) => scan._id)).toEqual(['d', 'b', 'c'])
})
