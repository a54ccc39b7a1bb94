/**
 * One long poll on the server's news for the whole console.
 *
 * It tells which townships have new journal rows and whether the server answers. It never gives up: after a failure it
 * asks again, at growing distances, or at once when somebody presses "retry".
 */

export interface News {
  token: string
  partitions: string[]
}

export type Connection = 'connecting' | 'live' | 'lost'

export interface NewsPollOptions {
  /**
   * Asks the server; `since` is null at first, then the token of the last answer. Only a patient question is held until
   * there is news: after a failure an answer is wanted at once, to know that the server is back.
   */
  ask: (since: string | null, patient: boolean, signal: AbortSignal) => Promise<News>
  onNews: (partitions: string[]) => void
  onConnection: (connection: Connection) => void
  /** milliseconds to wait after the n-th failure in a row */
  delay?: (failures: number) => number
}

const LONGEST_DELAY = 15_000
/** Between two answers, so that a server that answers at once is not asked without pause. */
const BREATH = 250

export class NewsPoll {
  private since: string | null = null
  private failures = 0
  /** the last question had its answer */
  private answered = false
  private abort: AbortController | null = null
  private wake: (() => void) | null = null
  private readonly delay: (failures: number) => number

  constructor(private readonly options: NewsPollOptions) {
    this.delay = options.delay ?? ((failures) => Math.min(LONGEST_DELAY, 1000 * 2 ** failures))
  }

  start(): void {
    if (this.abort) return
    this.abort = new AbortController()
    this.options.onConnection('connecting')
    void this.run(this.abort.signal)
  }

  stop(): void {
    this.abort?.abort()
    this.abort = null
    this.wake?.()
  }

  /** Asks at once instead of waiting for the next attempt. */
  retry(): void {
    this.failures = 0
    this.wake?.()
  }

  private async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        this.heard(await this.options.ask(this.since, this.answered, signal), signal)
      } catch {
        this.missed(signal)
      }
      if (!signal.aborted) await this.pause(this.failures > 0 ? this.delay(this.failures) : BREATH)
    }
  }

  private heard(news: News, signal: AbortSignal): void {
    if (signal.aborted) return
    this.since = news.token
    this.failures = 0
    this.answered = true
    this.options.onConnection('live')
    if (news.partitions.length > 0) this.options.onNews(news.partitions)
  }

  private missed(signal: AbortSignal): void {
    if (signal.aborted) return
    this.failures += 1
    this.answered = false
    this.options.onConnection('lost')
  }

  private pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(done, milliseconds)
      this.wake = done
      function done() {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}
