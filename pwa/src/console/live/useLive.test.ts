import { mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { h, ref } from 'vue'
import { type NewsAnswer, fetchNews } from '@/api/console'
import { provideLive, useRefreshOnNews } from './useLive'

vi.mock('@/api/console', () => ({ fetchNews: vi.fn() }))

const answers: ((news: NewsAnswer | Error) => void)[] = []
const refresh = vi.fn()
const showsPage = ref(true)

const Page = {
  setup() {
    useRefreshOnNews(() => '421102001', refresh)
    return () => h('p')
  },
}
const Shell = {
  setup() {
    const { connection } = provideLive()
    return () => h('div', { 'data-state': connection.value }, showsPage.value ? [h(Page)] : [])
  },
}

async function hears(answer: NewsAnswer | Error) {
  answers.shift()?.(answer)
  await vi.advanceTimersByTimeAsync(5000)
}

beforeEach(() => {
  vi.useFakeTimers()
  refresh.mockReset()
  answers.length = 0
  showsPage.value = true
  vi.mocked(fetchNews).mockImplementation(() => new Promise((resolve, reject) => {
    answers.push((answer) => (answer instanceof Error ? reject(answer) : resolve(answer)))
  }))
})
afterEach(() => vi.useRealTimers())

const news = (...partitions: string[]): NewsAnswer => ({ token: 't', databases: [], partitions })

describe('what is shown renews itself', () => {
  it('on news of its township and on no other', async () => {
    const shell = mount(Shell)
    await hears(news('421102100'))
    expect(refresh).not.toHaveBeenCalled()
    await hears(news('421102001', '421102100'))
    expect(refresh).toHaveBeenCalledTimes(1)
    shell.unmount()
  })

  it('when the server is back after it was away', async () => {
    const shell = mount(Shell)
    await hears(news())
    await hears(new Error('away'))
    expect(shell.attributes('data-state')).toBe('lost')
    expect(refresh).not.toHaveBeenCalled()
    await hears(news())
    expect(shell.attributes('data-state')).toBe('live')
    expect(refresh).toHaveBeenCalledTimes(1)
    shell.unmount()
  })

  it('no longer, once its page is left', async () => {
    const shell = mount(Shell)
    showsPage.value = false
    await vi.advanceTimersByTimeAsync(0)
    await hears(news('421102001'))
    expect(refresh).not.toHaveBeenCalled()
    shell.unmount()
  })
})
