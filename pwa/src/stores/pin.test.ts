import { describe, expect, it } from 'vitest'

import { pinProblem, refusalOf } from './pin'

import { Refused } from '@/db/lock'

describe('a PIN', () => {
  it.each([
    ['246810', '246810', null],
    ['24681', '24681', 'digits'],
    ['24681a', '24681a', 'digits'],
    ['', '', 'digits'],
    ['000000', '000000', 'plain'],
    ['123456', '123456', 'plain'],
    ['987654', '987654', 'plain'],
    ['246810', '246811', 'unlike'],
  ])('%s, then %s: %s', (pin, again, problem) => expect(pinProblem(pin, again)).toBe(problem))

  it('of before may be any six digits', () => {
    expect(pinProblem('000000')).toBeNull()
    expect(pinProblem('12')).toBe('digits')
  })
})

describe('a PIN that does not open', () => {
  it.each([
    [new Refused('wrong', 3), { words: 'lock.wrong', n: 3 }],
    [new Refused('wait', 60_000), { words: 'lock.wait', ms: 60_000 }],
    [new Refused('lapsed'), { words: 'lock.lapsed' }],
    [new DOMException('full', 'QuotaExceededError'), { words: 'lock.full' }],
    [new Error('x'), { words: 'lock.failed' }],
  ])('says why: %s', (failure, told) => expect(refusalOf(failure)).toMatchObject(told))
})
