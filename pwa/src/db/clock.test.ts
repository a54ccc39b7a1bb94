import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { beginContact, clockWord, forgetContact, noteContact } from './clock'
import { write } from './write'

import { aCheckin, aPhone, LEAD } from '../../tests/phone'

const UNKNOWN = { off: null, off_age_s: null }
let wall = 0
let steady = 0

/** Both clocks go on. */
function pass(ms: number): void {
  wall += ms
  steady += ms
}

/** A question whose answer carries the time of a server that this device is `ahead` of. */
function contact(ahead: number, took = 200): void {
  const asked = beginContact()
  pass(took)
  noteContact(asked, new Date(wall - took / 2 - ahead - 500).toUTCString())
}

beforeEach(async () => {
  await aPhone()
  wall = Date.parse('2026-11-23T08:00:00.600Z')
  steady = 5_000
  vi.spyOn(Date, 'now').mockImplementation(() => wall)
  vi.spyOn(performance, 'now').mockImplementation(() => steady)
  forgetContact()
})
afterEach(() => void vi.restoreAllMocks())

describe('the word about the clock', () => {
  it('is not given before the first contact', () => {
    expect(clockWord()).toEqual(UNKNOWN)
  })

  it.each([0, 90_000, -3_600_000])('says how far it was ahead, to a second: %i ms', (ahead) => {
    contact(ahead)
    pass(65_000)
    const { off, off_age_s: age } = clockWord()
    expect(Math.abs((off ?? Number.NaN) - ahead)).toBeLessThanOrEqual(1000)
    expect(age).toBe(65)
  })

  it.each([['forward', 7_200_000], ['back', -7_200_000]])('ends when somebody sets the clock %s', (_way, by) => {
    contact(0)
    wall += by
    expect(clockWord()).toEqual(UNKNOWN)
    contact(by)
    expect(clockWord().off_age_s).toBe(0)
  })

  it('is still good after hours of a clock that drifts', () => {
    contact(0)
    pass(6 * 3_600_000)
    wall += 1_900
    expect(clockWord().off_age_s).toBe(21_600)
  })

  it.each([
    ['took too long', () => contact(0, 5_000)],
    ['had no date', () => noteContact(beginContact(), null)],
    ['had a date that is none', () => noteContact(beginContact(), 'soon')],
  ])('is not taken from an answer that %s', (_why, ask) => {
    ask()
    expect(clockWord()).toEqual(UNKNOWN)
  })

  it('is not given by a clock that is a lifetime wrong: no document could say it', async () => {
    contact(-40 * 366 * 24 * 3_600_000)
    expect(clockWord()).toEqual(UNKNOWN)
    expect((await write(LEAD, aCheckin())).dseq).toBe(1)
  })

  it('is not taken from an answer during which the clock was set', () => {
    const asked = beginContact()
    wall += 60_000
    noteContact(asked, new Date(wall).toUTCString())
    expect(clockWord()).toEqual(UNKNOWN)
  })
})

describe('every document', () => {
  it('says what is known of the clock when it was written', async () => {
    const before = await write(LEAD, aCheckin())
    expect(before.body?.wrote).toMatchObject(UNKNOWN)
    contact(90_000)
    pass(4_000)
    const { body } = await write(LEAD, aCheckin())
    expect(body?.wrote.off_age_s).toBe(4)
    expect(Math.abs((body?.wrote.off ?? 0) - 90_000)).toBeLessThanOrEqual(1000)
  })
})
