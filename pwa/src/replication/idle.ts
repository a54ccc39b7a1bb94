/** One round of synchronising at a time over all tabs, and what has to wait until there is none. */
export const ROUND = 'xunge-sync'

/** Does something while no tab synchronises. */
export function whileIdle<T>(work: () => Promise<T>): Promise<T> {
  return navigator.locks.request(ROUND, work)
}
