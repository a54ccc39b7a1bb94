/** Work that only one tab does at a time, and that a tab which the system froze cannot hold up for ever. */

/** Runs alone among all tabs. Whoever waits longer than `patience` ms takes the lock over, so `work` must do no harm
 * when two tabs do it at once; a holder that was passed over finishes as if nothing had happened. */
export async function alone<T>(name: string, patience: number, work: () => Promise<T>): Promise<T> {
  let own: Promise<T> | null = null
  const begin = () => (own = work())
  const waiting = new AbortController()
  const timer = setTimeout(() => waiting.abort(), patience)
  try {
    return await navigator.locks.request(name, { signal: waiting.signal }, () => {
      clearTimeout(timer)
      return begin()
    })
  } catch (failure) {
    if (own) return await own
    if (!waiting.signal.aborted) throw failure
  } finally {
    clearTimeout(timer)
  }
  try {
    return await navigator.locks.request(name, { steal: true }, begin)
  } catch (failure) {
    if (own) return await own
    throw failure
  }
}
