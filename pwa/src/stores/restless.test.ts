import { afterEach, beforeEach, expect, it, vi } from 'vitest'

import { lockWhenLeft } from './restless'

const MINUTE = 60_000
beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('locks once after the minutes without a touch', () => {
  const lock = vi.fn()
  lockWhenLeft(() => 10, lock)
  vi.advanceTimersByTime(9 * MINUTE)
  window.dispatchEvent(new Event('pointerdown'))
  vi.advanceTimersByTime(9 * MINUTE)
  window.dispatchEvent(new Event('keydown'))
  vi.advanceTimersByTime(9 * MINUTE)
  expect(lock).not.toHaveBeenCalled()
  vi.advanceTimersByTime(2 * MINUTE)
  expect(lock).toHaveBeenCalledTimes(1)
  vi.advanceTimersByTime(60 * MINUTE)
  expect(lock).toHaveBeenCalledTimes(1)
})

it('locks before the first touch after a sleep, in which no timer ran', () => {
  const lock = vi.fn()
  lockWhenLeft(() => 10, lock)
  vi.setSystemTime(Date.now() + 11 * MINUTE)
  window.dispatchEvent(new Event('pointerdown'))
  expect(lock).toHaveBeenCalledTimes(1)
})

it('does nothing more once it was stopped', () => {
  const lock = vi.fn()
  lockWhenLeft(() => 10, lock)()
  vi.advanceTimersByTime(60 * MINUTE)
  expect(lock).not.toHaveBeenCalled()
})
