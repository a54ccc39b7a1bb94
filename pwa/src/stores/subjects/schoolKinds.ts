/** The kinds of records of the schools, and hazards, which their inspections find: what their pages show. */
import type { Own } from './kinds'

export const schoolKinds: Record<string, Own> = {
  hz: {
    over: ['closed', 'rejected', 'merged'],
    order: ['fixed_on_spot', 'receive', 'rectify', 'verify', 'verify_fail', 'progress', 'join', 'extend_ask', 'not_mine', 'suspend_ask'],
    facts: [
      'category', 'severity', 'place', 'school', 'item', 'text', 'lead_unit', 'officer', 'due_at', 'rectified_at', 'closed_at',
      'reject_reason', 'finders', 'rectifiers',
    ],
    first: { received: ['rectify', 'progress'], rectifying: ['rectify', 'progress'] },
    hands: ['finders', 'officers', 'officer', 'rectifiers'],
    since: ['assigned_at'],
    titles: ['item', 'text'],
  },
  insp: {
    over: ['submitted', 'checked'],
    facts: ['school', 'on', 'wanting', 'unanswered', 'unfit', 'text', 'return_reason'],
    hands: ['inspector'],
    titles: ['school'],
  },
  les: {
    over: ['recorded', 'voided'],
    facts: ['school', 'kind', 'on', 'classes', 'people', 'lecturer_role', 'void_reason'],
    titles: ['school'],
  },
  sact: { listed: false, over: ['complete', 'incomplete', 'summarised'], facts: ['month', 'summary'], titles: ['month'] },
}
