/** What a PIN must be, and the words for one that did not open. */
import { PIN_DIGITS, Refused } from '@/db/lock'
import { isDiskFull } from '@/stores/records'

/** The key of the words for what is wrong with a new PIN (with `again`) or with one that was typed; null when nothing. */
export function pinProblem(pin: string, again?: string): 'digits' | 'plain' | 'unlike' | null {
  if (!/^\d+$/.test(pin) || pin.length !== PIN_DIGITS) return 'digits'
  if (again === undefined) return null
  if (isEasy(pin)) return 'plain'
  return pin === again ? null : 'unlike'
}

/** Words, tries left and ms to wait. */
export function refusalOf(failure: unknown): { words: string; n: number; ms: number } {
  if (failure instanceof Refused) return { words: `lock.${failure.why}`, n: failure.left, ms: failure.left }
  return { words: isDiskFull(failure) ? 'lock.full' : 'lock.failed', n: 0, ms: 0 }
}

/** All the same, or a run: 000000, 123456, 987654. */
function isEasy(pin: string): boolean {
  const steps = new Set([...pin].slice(1).map((digit, place) => Number(digit) - Number(pin[place])))
  return steps.size === 1 && [-1, 0, 1].includes([...steps][0] ?? 0)
}
