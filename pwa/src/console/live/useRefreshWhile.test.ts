import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, nextTick, ref } from 'vue'
import { useRefreshWhile } from './useRefreshWhile'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

describe('asking again while something is expected', () => {
  it('asks at its pace, stops when it came, and with its page', async () => {
    const expected = ref(false)
    const refresh = vi.fn()
    const scope = effectScope()
    scope.run(() => useRefreshWhile(() => expected.value, refresh, 1000))
    vi.advanceTimersByTime(5000)
    expect(refresh).not.toHaveBeenCalled()

    expected.value = true
    await nextTick()
    vi.advanceTimersByTime(2500)
    expect(refresh).toHaveBeenCalledTimes(2)

    expected.value = false
    await nextTick()
    vi.advanceTimersByTime(5000)
    expect(refresh).toHaveBeenCalledTimes(2)

    expected.value = true
    await nextTick()
    scope.stop()
    vi.advanceTimersByTime(5000)
    expect(refresh).toHaveBeenCalledTimes(2)
  })
})
