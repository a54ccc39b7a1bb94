/** The view that the URL names, and the way to change it. */
import { type ComputedRef, computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { today } from '../words/times'
import { type View, changedQuery, readView } from './query'

export interface ViewControl {
  view: ComputedRef<View>
  /** Another place, day or selection: a step that "back" undoes. */
  go: (change: Partial<View>) => void
  /** Another order or filter: no step of its own. */
  adjust: (change: Partial<View>) => void
}

export function useView(): ViewControl {
  const route = useRoute()
  const router = useRouter()
  return {
    view: computed(() => readView(route.query, { township: '', date: today() })),
    go: (change) => void router.push({ query: changedQuery(route.query, change) }),
    adjust: (change) => void router.replace({ query: changedQuery(route.query, change) }),
  }
}
