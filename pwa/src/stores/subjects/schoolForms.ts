/** The forms of hazards, of the month's action and of lessons. */
import { dayOf } from './caseForms'
import type { Answers, FormPlan } from './forms'

import { contract } from '@/contract/contract'
import { isEmpty } from '@/contract/forms'
import { usePatrol } from '@/stores/patrol'
import { useSession } from '@/stores/session'

const LEADS = ['twp_operator', 'twp_deputy', 'twp_director']

const found: FormPlan = {
  steps: [['category', 'severity', 'text', 'attach'], ['place', 'school', 'point']],
  must: ['place'],
  byUse: ['category'],
  start: () => ({ severity: 'medium', school: mySchool() }),
  fill: withBarePoint,
}
const fixed: FormPlan = { steps: [['attach', 'text']], must: ['attach'] }
const checked = (answers: Answers): Record<string, string> => notLater(answers, 'visited_on')

export const schoolForms: Record<string, FormPlan> = {
  'hz.head': found,
  'hz.head.fixed_on_spot': {
    ...found,
    steps: [['category', 'severity', 'text', 'attach'], ['after_attach', 'after_text'], ['place', 'school', 'point']],
    must: ['place', 'after_attach'],
  },
  'hz.fixed_on_spot': fixed,
  'hz.rectify': fixed,
  'hz.progress': { steps: [['text', 'attach']], must: ['text'] },
  'hz.join': { steps: [['text', 'attach']], across: textOrPhoto },
  'hz.verify': { steps: [['visited_on', 'attach', 'text']], start: ({ now }) => ({ visited_on: dayOf(now) }), across: checked },
  'hz.verify_fail': { steps: [['visited_on', 'reason', 'attach']], start: ({ now }) => ({ visited_on: dayOf(now) }), across: checked },
  'sact.sign': { steps: [['party']], start: () => ({ unit: myUnit(), party: myParty() }) },
  'les.head': {
    steps: [['school', 'kind', 'on', 'classes', 'people', 'lecturer_role']],
    start: ({ now }) => ({ on: dayOf(now), school: mySchool() }),
    across: (answers) => notLater(answers, 'on'),
  },
}

/** A word or a picture: an empty find says nothing. */
function textOrPhoto({ text, attach }: Answers): Record<string, string> {
  return isEmpty(text) && isEmpty(attach) ? { text: 'missing' } : {}
}

function notLater(answers: Answers, field: string): Record<string, string> {
  return String(answers[field] ?? '') > dayOf(new Date()) ? { [field]: 'in_future' } : {}
}

/** A hazard's place is kept without how exact it was. */
function withBarePoint(answers: Answers): Answers {
  const { lat, lon } = (answers.point ?? {}) as { lat?: number; lon?: number }
  return lat === undefined ? answers : { ...answers, point: { lat, lon } }
}

function myUnit(): string {
  return useSession().user?.unit ?? ''
}

/** Who works at a school reports for it. */
function mySchool(): string {
  return usePatrol().reference.schools.has(myUnit()) ? myUnit() : ''
}

function myParty(): string {
  const roles = useSession().user?.roles ?? []
  if (roles.some((role) => LEADS.includes(role))) return 'lead'
  const kind = usePatrol().reference.units.get(myUnit())?.kind ?? ''
  return Object.entries(contract.school_parties).find(([, kinds]) => kinds.includes(kind))?.[0] ?? 'other'
}
