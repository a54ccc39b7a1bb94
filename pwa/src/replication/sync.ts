/** Decides when to synchronise: at start, after a write, on news, when the network returns, when asked. */
import { Unreachable } from '@/api/client'
import { onRing } from '@/db/bell'
import { alone } from '@/db/locks'
import { openEntries, retryRefused } from '@/db/manifest'
import { repair } from '@/db/write'

import { ROUND } from './idle'
import { NewsChannel } from './news'
import { retryFailedPhotos } from './photos'
import { syncRound, type LastSync, type Person } from './round'

export { lastSync } from './round'
export type { Ending, LastSync } from './round'

/** After that another tab goes on: whatever a round does may be done twice. */
const PATIENCE_MS = 5 * 60_000
const FIRST_WAIT_MS = 3_000
const LONGEST_WAIT_MS = 5 * 60_000
/** How soon to ask again for receipts of what was just handed over. */
const RECEIPT_WAITS_MS = [1_000, 2_000, 4_000, 8_000, 12_000]

export interface SyncListener {
  running: (now: boolean) => void
  done: (last: LastSync) => void
}

export class Sync {
  private stopped = false
  private failures = 0
  private deaf = 0
  private waits = 0
  private wake: (() => void) | null = null
  private pending: string[] | null = null
  private readonly news = new NewsChannel()
  private readonly stops: (() => void)[] = []

  constructor(
    private readonly person: () => Person,
    private readonly listener: SyncListener,
  ) {}

  /** Runs until stop(): first mends what a crash left, then keeps the phone and the server together. */
  async run(): Promise<void> {
    this.listen()
    await repair(this.person().id).catch(() => undefined) // the rounds try again
    while (!this.stopped) {
      const last = await this.round()
      if (this.stopped) return
      await (last.ending === 'good' ? this.untilWork() : this.pause(waitAfter(this.failures)))
    }
  }

  stop(): void {
    this.stopped = true
    this.stops.forEach((stop) => stop())
    this.wakeUp()
  }

  /** A full round now, in this tab, even if another one just did one. Returns how it ended. */
  async now(): Promise<LastSync> {
    this.pending = null
    this.failures = 0
    await Promise.all([retryFailedPhotos, retryRefused].map((again) => again(this.person().id)))
    return this.round()
  }

  private async round(): Promise<LastSync> {
    const wanted = this.pending
    this.pending = []
    this.listener.running(true)
    try {
      const last = await alone(ROUND, PATIENCE_MS, () => this.turn(wanted))
      this.failures = last.ending === 'good' ? 0 : this.failures + 1
      if (last.ending !== 'good') this.pending = null
      if (!this.stopped) this.listener.done(last) // whoever works here now is not told of somebody else's round
      return last
    } finally {
      this.listener.running(false)
    }
  }

  private async turn(wanted: string[] | null): Promise<LastSync> {
    await repair(this.person().id, 'cutShort').catch(() => undefined)
    return syncRound(this.person(), wanted)
  }

  /** Waits for a write, for news, or until receipts are due. A hidden page asks for no news: it saves the battery. */
  private async untilWork(): Promise<void> {
    const open = (await openEntries(this.person().id).catch(() => [])).filter((entry) => entry.state !== 'needs_you')
    if (open.length === 0) this.waits = 0
    const limit = open.length === 0 ? LONGEST_WAIT_MS : (RECEIPT_WAITS_MS[this.waits++] ?? LONGEST_WAIT_MS / 5)
    const leave = new AbortController()
    const heard = document.visibilityState === 'visible' ? this.hear(leave.signal) : new Promise<void>(() => undefined)
    await Promise.race([this.pause(limit), heard])
    leave.abort()
  }

  private async hear(signal: AbortSignal): Promise<void> {
    try {
      let names: string[] = []
      while (names.length === 0 && !signal.aborted) names = await this.news.wait(signal)
      this.deaf = 0
      if (!signal.aborted) this.want(names)
    } catch (failure) {
      if (signal.aborted) return
      this.deaf += 1
      // The next round finds out what is wrong and says so; if it finds nothing, only the news are broken.
      if (!(failure instanceof Unreachable) || this.deaf > 1) await this.pause(waitAfter(this.deaf))
      if (!signal.aborted) this.pending = null
    }
  }

  private want(names: string[]): void {
    if (this.pending !== null) this.pending = [...new Set([...this.pending, ...names])]
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(done, ms)
      this.wake = done
      function done() {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  private wakeUp(): void {
    this.wake?.()
  }

  private listen(): void {
    const back = () => {
      this.failures = 0
      this.wakeUp()
    }
    const shown = () => document.visibilityState === 'visible' && back()
    window.addEventListener('online', back)
    document.addEventListener('visibilitychange', shown)
    this.stops.push(
      () => window.removeEventListener('online', back),
      () => document.removeEventListener('visibilitychange', shown),
      onRing((what) => {
        if (what !== 'written') return
        this.waits = 0
        this.wakeUp()
      }),
    )
  }
}

function waitAfter(failures: number): number {
  const base = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.max(0, failures - 1))
  return base * (0.75 + Math.random() / 2)
}
