import { createRouter, createWebHistory, type RouteLocationNormalized, type RouteRecordRaw, type Router } from 'vue-router'

import { useWords } from './locales'
import { useSession } from './stores/session'

type HalfName = 'field' | 'console'

/** Two halves, each fetched when somebody enters it: a phone never loads the console. */
const halves: Record<HalfName, () => Promise<RouteRecordRaw[]>> = {
  field: async () => (await import('./field/routes')).fieldRoutes,
  console: async () => (await import('./console/routes')).consoleRoutes,
}

export function makeRouter(): Router {
  const router = createRouter({
    history: createWebHistory(),
    routes: [
      { path: '/lock', name: 'lock', component: () => import('./LockPage.vue') },
      { path: '/login', name: 'login', component: () => import('./LoginPage.vue') },
      { path: '/:rest(.*)*', name: 'elsewhere', component: { render: () => null } },
    ],
    scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  })
  const loaded = new Set<HalfName>()
  router.beforeEach(async (to) => {
    const refusal = admit(to)
    if (refusal !== true) return refusal
    const half = halfOf(to.path)
    if (half === null) return true
    if (loaded.has(half)) return to.name === 'elsewhere' ? homeOf(half === 'console' ? 'console' : 'field') : true
    await load(router, half)
    loaded.add(half)
    return to.fullPath
  })
  return router
}

async function load(router: Router, half: HalfName): Promise<void> {
  const [routes] = await Promise.all([halves[half](), useWords(half)])
  routes.forEach((route) => router.addRoute(route))
}

function halfOf(path: string): HalfName | null {
  if (path === '/login' || path === '/lock') return null
  return path === '/console' || path.startsWith('/console/') ? 'console' : 'field'
}

/** Nobody enters without a session, and everybody starts in the half that is theirs. Whose data is on this device gives
 * the PIN; who has none yet chooses one first. */
function admit(to: RouteLocationNormalized): true | string | { name: string; query: Record<string, string> } {
  const { user, choosing, withPin } = useSession()
  const door = to.path === '/login' || to.path === '/lock'
  if (user && door) return homeOf(user.half)
  if (!user) {
    const name = choosing || (withPin.length > 0 && to.path !== '/login') ? 'lock' : 'login'
    return to.name === name ? true : { name, query: queryOf(to, door) }
  }
  const half = halfOf(to.path)
  return user.half === 'both' || user.half === half ? true : homeOf(user.half)
}

function queryOf(to: RouteLocationNormalized, door: boolean): Record<string, string> {
  if (!door) return to.fullPath === '/' ? {} : { next: to.fullPath }
  return typeof to.query.next === 'string' ? { next: to.query.next } : {}
}

export function homeOf(half: 'field' | 'console' | 'both'): string {
  return half === 'console' ? '/console' : '/'
}
