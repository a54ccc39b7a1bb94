import type { RouteRecordRaw } from 'vue-router'

import FieldShell from './FieldShell.vue'
import { withWords } from './lazily'
import TodayPage from './TodayPage.vue'

/** Every page lies in the service worker's precache: whoever works without network opens each of them. */
export const fieldRoutes: RouteRecordRaw[] = [
  {
    path: '/',
    component: FieldShell,
    children: [
      { path: '', name: 'today', component: TodayPage },
      { path: 'record', name: 'record', component: () => import('./RecordPage.vue') },
      { path: 'cases', name: 'cases', component: () => import('./CasesPage.vue') },
      { path: 'me', name: 'me', component: () => import('./MePage.vue') },
      { path: 'me/diagnostics', name: 'diagnostics', component: withWords(() => import('./me/DiagnosticsPage.vue')) },
      { path: 'me/training', name: 'training', component: withWords(() => import('./me/TrainingPage.vue')) },
      { path: 'needs', name: 'needs', component: () => import('./NeedsPage.vue') },
      { path: 'sync', name: 'sync', component: () => import('./SyncPage.vue') },
      { path: 'clue', name: 'clue', component: () => import('./duties/CluePage.vue') },
      { path: 'boxes', name: 'boxes', component: () => import('./duties/BoxesPage.vue') },
      { path: 'plans', name: 'plans', component: () => import('./incidents/PlansPage.vue') },
      { path: 'plans/:code', name: 'plan', props: true, component: () => import('./incidents/PlanPage.vue') },
      { path: 'fault', name: 'fault', component: () => import('./duties/AssetStart.vue') },
      { path: 'new/inc', name: 'report', component: () => import('./incidents/ReportPage.vue') },
      { path: 'new/:family/:also?', name: 'new', props: true, component: () => import('./subjects/NewPage.vue') },
      { path: 'r/:id', name: 'subject', props: true, component: () => import('./subjects/SubjectPage.vue') },
      { path: 'r/:id/do/:action', name: 'do', props: true, component: () => import('./subjects/ActionPage.vue') },
      { path: 'r/:id/party', name: 'party', props: true, component: () => import('./cases/PartyPage.vue') },
      { path: 'r/:id/print', name: 'print', props: true, component: () => import('./cases/PrintPage.vue') },
      { path: 'schools', name: 'schools', component: () => import('./schools/MonthPage.vue') },
      { path: 'schools/:school/:month', name: 'inspect', props: true, component: () => import('./schools/InspectPage.vue') },
      { path: 'patrol/new', name: 'adhoc', component: () => import('./StartPage.vue') },
      { path: 'shift/:id', name: 'shift', props: true, component: () => import('./ShiftPage.vue') },
      { path: 'shift/:id/start', name: 'start', props: true, component: () => import('./StartPage.vue') },
      { path: 'shift/:id/map', name: 'map', props: true, component: withWords(() => import('./map/ShiftMapPage.vue')) },
      { path: 'shift/:id/checkin', name: 'checkin', props: true, component: () => import('./CheckinPage.vue') },
      { path: 'shift/:id/find', name: 'find', props: true, component: () => import('./FindPage.vue') },
      { path: 'shift/:id/handover', name: 'handover', props: true, component: () => import('./HandoverPage.vue') },
      { path: 'shift/:id/vehicle', name: 'vehicle', props: true, component: () => import('./VehiclePage.vue') },
      { path: 'shift/:id/note', name: 'note', props: true, component: () => import('./NotePage.vue') },
      { path: 'shift/:id/end', name: 'end', props: true, component: () => import('./EndPage.vue') },
    ],
  },
]
