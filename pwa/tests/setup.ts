import { Blob } from 'node:buffer'

import 'fake-indexeddb/auto'

/** Files that IndexedDB can keep, as a browser's can; happy-dom's cannot be copied. */
Object.assign(globalThis, { Blob })

/** navigator.locks as browsers have it, as far as this app uses it: one holder at a time for each name; who waits may
 * give up, or take the lock over. */
const queues = new Map<string, Promise<unknown>>()
type Work<T> = () => Promise<T> | T
interface Options {
  signal?: AbortSignal
  steal?: boolean
}
const locks = {
  request<T>(name: string, options: Options | Work<T>, given?: Work<T>): Promise<T> {
    const { signal, steal } = typeof options === 'function' ? ({} as Options) : options
    const work = (typeof options === 'function' ? options : given) as Work<T>
    const gaveUp = new Promise<never>((_resolve, reject) => {
      signal?.addEventListener('abort', () => reject(new DOMException('gave up', 'AbortError')))
    })
    gaveUp.catch(() => undefined)
    const before = steal ? Promise.resolve() : (queues.get(name) ?? Promise.resolve())
    const mine = Promise.race([before.catch(() => undefined), gaveUp]).then(work)
    queues.set(name, Promise.allSettled(signal?.aborted ? [before] : [before, mine]))
    if (steal) queues.set(name, mine.catch(() => undefined))
    return mine
  },
}
Object.defineProperty(navigator, 'locks', { value: locks, configurable: true })
