/** The console's pages, loaded only where they are opened: a phone never downloads them. */
import type { RouteRecordRaw } from 'vue-router'

export const consoleRoutes: RouteRecordRaw[] = [
  {
    path: '/console',
    component: () => import('./shell/ConsoleShell.vue'),
    meta: { half: 'console' },
    children: [
      { path: '', name: 'console', redirect: (to) => ({ name: 'console-patrols', query: to.query }) },
      { path: 'patrols', name: 'console-patrols', component: () => import('./patrols/PatrolsPage.vue') },
      { path: 'finds', name: 'console-finds', component: () => import('./finds/FindsPage.vue') },
      { path: 'checklists', name: 'console-checklists', component: () => import('./checklists/ChecklistsPage.vue') },
      { path: 'desk', name: 'console-desk', component: () => import('./desk/DeskPage.vue') },
      { path: 'attention', redirect: (to) => ({ name: 'console-desk', query: to.query }) },
    ],
  },
]
