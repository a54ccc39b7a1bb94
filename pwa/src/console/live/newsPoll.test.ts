import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Connection, type News, NewsPoll } from './newsPoll'

/** A server whose answers the test gives one by one. */
class Server {
  asked: (string | null)[] = []
  patience: boolean[] = []
  signals: AbortSignal[] = []
  private waiting: { answer: (news: News) => void; fail: (error: Error) => void }[] = []

  ask = (since: string | null, patient: boolean, signal: AbortSignal): Promise<News> => {
    this.asked.push(since)
    this.patience.push(patient)
    this.signals.push(signal)
    return new Promise((answer, fail) => this.waiting.push({ answer, fail }))
  }

  async answers(news: News) {
    this.waiting.shift()?.answer(news)
    await vi.advanceTimersByTimeAsync(0)
  }

  async isAway() {
    this.waiting.shift()?.fail(new TypeError('Failed to fetch'))
    await vi.advanceTimersByTimeAsync(0)
  }
}

function listening() {
  const server = new Server()
  const heard: string[][] = []
  const connections: Connection[] = []
  const poll = new NewsPoll({
    ask: server.ask,
    onNews: (partitions) => heard.push(partitions),
    onConnection: (connection) => connections.push(connection),
  })
  poll.start()
  return { server, heard, connections, poll }
}

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

describe('the long poll on news', () => {
  it('goes on from the token of the last answer and tells what is new', async () => {
    const { server, heard, connections, poll } = listening()
    await server.answers({ token: 't1', partitions: ['421102001'] })
    await vi.advanceTimersByTimeAsync(1000)
    await server.answers({ token: 't2', partitions: [] })
    await vi.advanceTimersByTimeAsync(1000)
    expect(server.asked).toEqual([null, 't1', 't2'])
    expect(heard).toEqual([['421102001']])
    expect(connections.at(-1)).toBe('live')
    poll.stop()
  })

  it('asks a silent server again at growing distances and keeps its token', async () => {
    const { server, connections, poll } = listening()
    await server.answers({ token: 't1', partitions: [] })
    await vi.advanceTimersByTimeAsync(1000)
    await server.isAway()
    expect(connections.at(-1)).toBe('lost')
    await vi.advanceTimersByTimeAsync(1999)
    expect(server.asked).toHaveLength(2)
    await vi.advanceTimersByTimeAsync(1)
    await server.isAway()
    await vi.advanceTimersByTimeAsync(3999)
    expect(server.asked).toHaveLength(3)
    await vi.advanceTimersByTimeAsync(1)
    expect(server.asked).toEqual([null, 't1', 't1', 't1'])
    poll.stop()
  })

  it('wants an answer at once after a failure, and is patient again when it came', async () => {
    const { server, poll } = listening()
    await server.answers({ token: 't1', partitions: [] })
    await vi.advanceTimersByTimeAsync(1000)
    await server.isAway()
    await vi.advanceTimersByTimeAsync(2000)
    await server.answers({ token: 't1', partitions: [] })
    await vi.advanceTimersByTimeAsync(1000)
    expect(server.patience).toEqual([false, true, false, true])
    poll.stop()
  })

  it('asks at once on retry and is live again', async () => {
    const { server, connections, poll } = listening()
    await server.isAway()
    poll.retry()
    await vi.advanceTimersByTimeAsync(0)
    await server.answers({ token: 't1', partitions: [] })
    expect(connections).toEqual(['connecting', 'lost', 'live'])
    poll.stop()
  })

  it('says nothing more once it was stopped, and lets the request go', async () => {
    const { server, heard, poll } = listening()
    poll.stop()
    await server.answers({ token: 't1', partitions: ['421102001'] })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(server.signals[0]?.aborted).toBe(true)
    expect(server.asked).toHaveLength(1)
    expect(heard).toEqual([])
  })

  it('does not hammer a server that answers at once', async () => {
    const server = { count: 0 }
    const poll = new NewsPoll({
      ask: () => Promise.resolve({ token: `t${server.count++}`, partitions: [] }),
      onNews: () => undefined,
      onConnection: () => undefined,
    })
    poll.start()
    await vi.advanceTimersByTimeAsync(1000)
    expect(server.count).toBeLessThanOrEqual(5)
    poll.stop()
  })
})
