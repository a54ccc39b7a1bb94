/** Where and when the console looks: my townships, loaded once by the shell and handed to its pages. */
import { type ComputedRef, type InjectionKey, computed, inject, provide, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { type Division, fetchDivisions } from '@/api/console'
import { type Resource, useResource } from '../live/resource'
import { changedQuery, chooseTownship, readView } from '../view/query'
import { today } from '../words/times'

const LAST = 'xunge.console.township'

export interface Where {
  townships: ComputedRef<Division[]>
  nameOf: (code: string) => string
  divisions: Resource<Division[]>
}

const WHERE: InjectionKey<Where> = Symbol('where')

/** Loads my area and keeps a township of mine and a date in the URL, whichever page of the console is open. */
export function provideWhere(): Where {
  const route = useRoute()
  const router = useRouter()
  const divisions = useResource(() => 'mine', fetchDivisions)
  const townships = computed(() => (divisions.data.value ?? []).filter((division) => division.level === 'township'))

  watch([townships, () => route.fullPath], () => {
    if (townships.value.length === 0) return
    const view = readView(route.query, { township: '', date: today() })
    const codes = townships.value.map((division) => division.code)
    const township = chooseTownship(codes, view.township, localStorage.getItem(LAST))
    localStorage.setItem(LAST, township)
    if (township === view.township && route.query.date === view.date) return
    const moved = township === view.township ? {} : { township }
    void router.replace({ query: { ...changedQuery(route.query, moved), date: view.date } })
  }, { immediate: true })

  const nameOf = (code: string) => (divisions.data.value ?? []).find((division) => division.code === code)?.name ?? code
  const where = { townships, nameOf, divisions }
  provide(WHERE, where)
  return where
}

export function useWhere(): Where {
  const where = inject(WHERE)
  if (!where) throw new Error('useWhere() needs the console shell above it: it loads the divisions')
  return where
}
