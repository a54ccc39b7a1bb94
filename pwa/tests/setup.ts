import 'fake-indexeddb/auto'

/** navigator.locks as browsers have it, as far as this app uses it: one holder at a time for each name. */
const queues = new Map<string, Promise<unknown>>()
const locks = {
  request<T>(name: string, work: () => Promise<T> | T): Promise<T> {
    const before = queues.get(name) ?? Promise.resolve()
    const mine = before.then(work, work)
    queues.set(
      name,
      mine.catch(() => undefined),
    )
    return mine
  },
}
Object.defineProperty(navigator, 'locks', { value: locks, configurable: true })
