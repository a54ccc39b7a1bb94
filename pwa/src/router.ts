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
  if (path === '/login') return null
  return path === '/console' || path.startsWith('/console/') ? 'console' : 'field'
}

/** Nobody enters without a session, and everybody starts in the half that is theirs. */
function admit(to: RouteLocationNormalized): true | string | { name: string; query: Record<string, string> } {
  const { user } = useSession()
  if (to.path === '/login') return user ? homeOf(user.half) : true
  if (!user) return { name: 'login', query: to.fullPath === '/' ? {} : { next: to.fullPath } }
  const half = halfOf(to.path)
  return user.half === 'both' || user.half === half ? true : homeOf(user.half)
}

export function homeOf(half: 'field' | 'console' | 'both'): string {
  return half === 'console' ? '/console' : '/'
}
