/** Asks again at a steady pace as long as something is expected that makes no news. */
import { onScopeDispose, watch } from 'vue'

/** Calls `refresh` every `milliseconds` while `expected` holds; a photo's bytes arrive without a journal row. */
export function useRefreshWhile(expected: () => boolean, refresh: () => void, milliseconds = 10_000): void {
  let timer: ReturnType<typeof setInterval> | undefined
  watch(expected, (now) => {
    clearInterval(timer)
    if (now) timer = setInterval(refresh, milliseconds)
  }, { immediate: true })
  onScopeDispose(() => clearInterval(timer))
}
