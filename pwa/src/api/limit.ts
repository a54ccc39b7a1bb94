/** A signal that aborts after `ms`, or with `wish`. AbortSignal.timeout and .any are younger than the oldest phone. */
export function limitedSignal(ms: number, wish?: AbortSignal): AbortSignal {
  const both = new AbortController()
  const timer = setTimeout(() => both.abort(new DOMException('too slow', 'TimeoutError')), ms)
  const follow = () => {
    clearTimeout(timer)
    both.abort(wish?.reason)
  }
  if (wish?.aborted) follow()
  else wish?.addEventListener('abort', follow, { once: true })
  return both.signal
}
