/** The console's one news channel, handed from the shell to its pages. */
import { type InjectionKey, type Ref, inject, onScopeDispose, provide, ref } from 'vue'
import { fetchNews } from '@/api/console'
import { type Connection, NewsPoll } from './newsPoll'

type Listener = (partitions: readonly string[]) => void

export interface Live {
  connection: Ref<Connection>
  /** Calls back, until the caller's scope ends, when one of the partitions has new rows or the server is back. */
  onNews: (listener: Listener) => void
  retry: () => void
}

const LIVE: InjectionKey<Live> = Symbol('live')

/** Opens the channel for as long as the calling component lives. */
export function provideLive(): Live {
  const connection = ref<Connection>('connecting')
  const listeners = new Set<Listener>()
  const poll = new NewsPoll({
    ask: fetchNews,
    onNews: (partitions) => listeners.forEach((listener) => listener(partitions)),
    onConnection: (now) => {
      const back = connection.value === 'lost' && now === 'live'
      connection.value = now
      if (back) listeners.forEach((listener) => listener([]))
    },
  })
  const retry = () => poll.retry()
  window.addEventListener('online', retry)
  onScopeDispose(() => {
    window.removeEventListener('online', retry)
    poll.stop()
  })
  poll.start()
  const live = { connection, retry, onNews: (listener: Listener) => subscribe(listeners, listener) }
  provide(LIVE, live)
  return live
}

export function useLive(): Live {
  const live = inject(LIVE)
  if (!live) throw new Error('useLive() needs the console shell above it: it opens the news channel')
  return live
}

/** Refreshes what a page shows on news of its township, and when the server is back. */
export function useRefreshOnNews(township: () => string, refresh: () => void): void {
  useLive().onNews((partitions) => {
    if (partitions.length === 0 || partitions.includes(township())) refresh()
  })
}

function subscribe(listeners: Set<Listener>, listener: Listener): void {
  listeners.add(listener)
  onScopeDispose(() => listeners.delete(listener))
}
