/** How wrong this device's clock is, as far as that can be known: the server's time at the last contact against ours.
 *
 * The only clock that nobody sets is the page's own, and it ends with the page and may stand still while the phone
 * sleeps. So the word holds as long as both clocks went on alike since the contact. After a restart, after a sleep
 * and after somebody set the clock nothing is known, and nothing is said until the next contact. */

/** What a document says of the clock that dated it. Both null: not known. */
export interface ClockWord {
  /** ms that this device's clock was ahead of the server's at their last contact; negative: behind */
  off: number | null
  /** seconds since that contact */
  off_age_s: number | null
}

interface Contact {
  off: number
  /** both clocks at that moment */
  wall: number
  steady: number
}

/** A question and its answer that take longer say too little. */
const LONGEST_MS = 3_000
/** The server tells whole seconds: on average it is half a second later. */
const HALF_SECOND = 500
/** Two clocks of one device differ by less while nobody sets one and the device is awake. */
const SAME_MS = 1_500
const DRIFT = 1e-4
/** A document cannot say more (contract: `wrote.off`). */
const MOST_MS = 10 * 366 * 24 * 3_600_000
/** A tab that was frozen hears of a contact too late. */
const HEARD_MS = 500

let last: Contact | null = null
const tabs = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('xunge-clock')
tabs?.addEventListener('message', (message: MessageEvent<{ off: number; wall: number }>) => {
  const { off, wall } = message.data
  if (Math.abs(Date.now() - wall) < HEARD_MS) last = { off, wall: Date.now(), steady: performance.now() }
})

/** Both clocks before a question is asked. */
export function beginContact(): { wall: number; steady: number } {
  return { wall: Date.now(), steady: performance.now() }
}

/** Notes the time that the server gave with its answer (the Date header). */
export function noteContact(asked: { wall: number; steady: number }, date: string | null): void {
  const theirs = date === null ? Number.NaN : Date.parse(date) + HALF_SECOND
  const steady = performance.now()
  const took = steady - asked.steady
  const wall = Date.now()
  if (Number.isNaN(theirs) || took > LONGEST_MS || wentApart(asked, { wall, steady })) return
  const off = Math.round(wall - took / 2 - theirs)
  last = Math.abs(off) > MOST_MS ? null : { off, wall, steady }
  if (last) tabs?.postMessage({ off, wall })
}

/** What can be said now. */
export function clockWord(): ClockWord {
  const now = { wall: Date.now(), steady: performance.now() }
  if (last === null || wentApart(last, now)) return { off: null, off_age_s: null }
  return { off: last.off, off_age_s: Math.round((now.steady - last.steady) / 1000) }
}

/** Forgets the last contact, as a new page does. For tests. */
export function forgetContact(): void {
  last = null
}

function wentApart(before: { wall: number; steady: number }, after: { wall: number; steady: number }): boolean {
  const steady = after.steady - before.steady
  return Math.abs(after.wall - before.wall - steady) > SAME_MS + steady * DRIFT
}
