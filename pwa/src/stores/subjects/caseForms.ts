/** The forms of a case: what must be known within a minute first, what can wait folded away. */
import { localMoment, type Answer } from '@/contract/forms'

import type { Answers, FormPlan, Known } from './forms'
import { textIn } from './values'

const FIRST = ['kind', 'category', 'place']
const MATTER = ['summary', 'people_count', 'risk_level', 'signs']
const CAN_WAIT = ['source', 'title', 'found_on', 'happened_on', 'point', 'related_orgs', 'may_escalate', 'secrecy', 'attach']
/** Who settles a dispute on the spot. */
export const SETTLERS: readonly string[] = ['mediator', 'mediation_head']
const SESSION_MINUTES = 30
const TITLE = 60

const intake: FormPlan = {
  steps: [FIRST, MATTER],
  folded: CAN_WAIT,
  must: ['place'],
  byUse: ['category'],
  start: ({ now }) => ({ kind: 'dispute', source: 'visit', found_on: dayOf(now), people_count: '2', risk_level: 'low', may_escalate: false, secrecy: false }),
  across: ({ kind, category }) => wrong(kind === 'dispute' && !category, 'category', 'missing'),
  fill: (answers, name) => ({ ...answers, title: answers.title || titleOf(answers, name) }),
}

export const caseForms: Record<string, FormPlan> = {
  'case.head': intake,
  'case.head.on_spot': {
    ...intake,
    steps: [FIRST, [...MATTER, 'injury'], ['way']],
    start: (known) => ({ ...intake.start?.(known), form: 'oral', injury: false }),
  },
  'case.on_spot': { steps: [['injury', 'way']], start: () => ({ form: 'oral', injury: false }) },
  'case.accept': { start: ({ record }) => ({ category: textIn(record?.values.category) ?? '' }) },
  'case.session': {
    steps: [['kind', 'started_at', 'ended_at', 'place'], ['attendee_roles', 'content', 'result']],
    folded: ['mediators', 'next_on', 'attach'],
    counted: { attendee_roles: 'case_attendee' },
    start: session,
    across: ({ started_at: start, ended_at: end }) => wrong(isBefore(end, start), 'ended_at', 'before_start'),
  },
  'case.agreement': {
    steps: [['form', 'terms', 'signed_on', 'perform_due', 'paper_photo']],
    start: ({ now }) => ({ form: 'written', signed_on: dayOf(now) }),
    across: ({ signed_on: signed, perform_due: due }) => wrong(isBefore(due, signed), 'perform_due', 'before_signed'),
  },
  'case.follow_up': {
    steps: [['on', 'performed', 'satisfaction', 'risk_again']],
    folded: ['next_on'],
    start: ({ now }) => ({ on: dayOf(now), risk_again: false }),
  },
  'case.feedback': { must: ['text'] },
  'party.head': {
    steps: [['role', 'alias']],
    folded: ['org_name', 'name', 'phone', 'id_checked_on_paper'],
    start: () => ({ id_checked_on_paper: false }),
  },
}

function wrong(so: boolean, field: string, code: string): Record<string, string> {
  return so ? { [field]: code } : {}
}

function isBefore(one: Answer | undefined, other: Answer | undefined): boolean {
  return Boolean(one && other && String(one) < String(other))
}

/** What a paper needs before it can be signed. */
export const TO_SIGN: Record<string, readonly string[]> = {
  session: ['started_at', 'ended_at', 'content', 'result', 'mediators'],
  agreement: ['form', 'terms', 'signed_on'],
}

function session({ me, now, record }: Known): Answers {
  const begun = new Date(now.getTime() - SESSION_MINUTES * 60_000)
  return {
    kind: 'mediation',
    started_at: localMoment(begun.toISOString()),
    ended_at: localMoment(now.toISOString()),
    place: textIn(record?.values.place) ?? '',
    mediators: [me],
    attendee_roles: { applicant: '1', respondent: '1' },
  }
}

/** "3组晒谷场 邻里纠纷": what tells one case from another, without a name. */
function titleOf({ place, category, kind }: Answers, name: (dictionary: string, code: string) => string): string {
  const what = category ? name('case_category', String(category)) : name('case_kind', String(kind))
  return [String(place ?? '').trim(), what].filter(Boolean).join(' ').slice(0, TITLE)
}

/** The date of this device. */
export function dayOf(now: Date): string {
  return localMoment(now.toISOString()).slice(0, 'yyyy-mm-dd'.length)
}
