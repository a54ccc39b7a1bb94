/** Something the console shows and keeps fresh: loaded for a key, renewed quietly, never blank once it is there. */
import { type Ref, onScopeDispose, ref, shallowRef, watch } from 'vue'

export interface Resource<T> {
  /** null until the first answer for the present key */
  data: Ref<T | null>
  /** what went wrong last; data that is there stays shown beside it */
  failure: Ref<unknown>
  loading: Ref<boolean>
  /** when `data` was true, null until then */
  updatedAt: Ref<Date | null>
  /** Asks again; several wishes while one is under way become one more. */
  refresh: () => void
}

/**
 * Loads `load(key)` for a key that may change; an empty key loads nothing.
 *
 * Another key drops the data at once (a figure never stands under another day's heading) and abandons what was asked
 * for the former one.
 */
export function useResource<T>(key: () => string, load: (signal: AbortSignal) => Promise<T>): Resource<T> {
  const data = shallowRef<T | null>(null)
  const failure = shallowRef<unknown>(null)
  const loading = ref(false)
  const updatedAt = ref<Date | null>(null)
  let under: AbortController | null = null
  let again = false

  async function run(): Promise<void> {
    const mine = new AbortController()
    under = mine
    loading.value = true
    again = false
    try {
      const answer = await load(mine.signal)
      if (under !== mine) return
      data.value = answer
      failure.value = null
      updatedAt.value = new Date()
    } catch (error) {
      if (under !== mine) return
      failure.value = error
    }
    under = null
    loading.value = false
    if (again) void run()
  }

  function drop(): void {
    under?.abort()
    under = null
    again = false
    data.value = null
    failure.value = null
    updatedAt.value = null
    loading.value = false
  }

  function refresh(): void {
    if (key() === '') return
    if (under) again = true
    else void run()
  }

  watch(key, (now) => {
    drop()
    if (now !== '') void run()
  }, { immediate: true })
  onScopeDispose(drop)

  return { data, failure, loading, updatedAt, refresh }
}
