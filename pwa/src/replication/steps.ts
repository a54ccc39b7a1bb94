import { ApiProblem, Unreachable } from '@/api/client'

/** Does the steps in turn. One that fails keeps no other from its turn, and the first failure is thrown at the end;
 * without a line or a session there is no point in going on. */
export async function eachByItself(steps: readonly (() => Promise<void> | undefined)[]): Promise<void> {
  const failures: unknown[] = []
  for (const step of steps) {
    try {
      await step()
    } catch (failure) {
      if (isOver(failure)) throw failure
      failures.push(failure)
    }
  }
  if (failures.length > 0) throw failures[0]
}

function isOver(failure: unknown): boolean {
  if (failure instanceof Unreachable) return failure.status === null
  return failure instanceof ApiProblem && failure.status === 401
}
