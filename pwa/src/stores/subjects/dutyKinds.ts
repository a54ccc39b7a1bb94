/** What a phone adds to the tables of duties, incidents, tasks and notices. */
import type { LocalRecord, Values } from '@/contract/localFold'

import type { Own } from './kinds'
import { entriesIn, textsIn } from './values'

const WINDOW = ['first', 'last']

/** The entries of a screening that were not struck, as the server's guards look at them. */
export function entriesLeft({ values }: LocalRecord): { rounds: Values[]; case_refs: Values[]; entries: Values[]; first_round_at: string | null } {
  const struck = textsIn(values.struck)
  const left = (name: string) => entriesIn(values[name]).filter(({ id }) => !struck.includes(String(id)))
  const [rounds, refs] = [left('rounds'), left('case_refs')]
  const [first = null] = rounds.map(({ at }) => String(at)).sort()
  return { rounds, case_refs: refs, entries: [...rounds, ...refs], first_round_at: first }
}

/** The openings of a box that were not voided. */
export function openingsLeft({ values }: LocalRecord): Values[] {
  const voided = textsIn(values.voided)
  return entriesIn(values.openings).filter(({ id }) => !voided.includes(String(id)))
}

/** What a drill showed to be put right and is not done yet: the latest word on each counts. */
export function improvementsLeft({ values }: LocalRecord): Values[] {
  const done = new Map(entriesIn(values.improvement_steps).map((step) => [step.key, step.done === true]))
  return entriesIn(values.improvements).filter(({ key }) => !done.get(key))
}

export const dutyKinds: Record<string, Own> = {
  scr: {
    derive: (record) => ({ ...entriesLeft(record) }),
    over: ['done', 'late'],
    order: ['round', 'add_case_ref', 'sign', 'strike'],
    facts: ['week', ...WINDOW, 'signed_by', 'accepted_reason'],
    since: ['starts_at'],
    awaits: ['round', 'sign'],
  },
  tdr: {
    over: ['confirmed', 'received', 'included'],
    order: ['confirm', 'remark'],
    facts: ['window', ...WINDOW, 'due_at', 'first_confirmed_at', 'return_reason'],
    since: ['ends_at'],
    awaits: ['confirm'],
  },
  bw: {
    derive: (record) => ({ openings: openingsLeft(record) }),
    over: ['opened', 'late_opened', 'excused'],
    order: ['open', 'void'],
    facts: ['box', 'window', ...WINDOW, 'opened_at', 'envelopes', 'repeated', 'excuse_reason'],
    since: ['starts_at'],
    awaits: ['open'],
  },
  slg: { order: ['count'], facts: ['group', 'n', 'counted_on', 'counted_by', 'in_range'] },
  inc: {
    over: ['false_alarm', 'stood_down', 'reviewed', 'closed', 'merged', 'void'],
    order: ['sitrep', 'verify', 'false_alarm', 'ask_controlled', 'controlled', 'stand_down', 'void'],
    facts: ['kind', 'place', 'text', 'level', 'level_suggested', 'people_count', 'injured_count', 'called', 'reported_at', 'dispatched_at', 'arrived_at', 'controlled_at', 'stood_down_at', 'void_reason'],
    hands: ['reporters'],
  },
  rsp: {
    over: ['done'],
    order: ['ack', 'en_route', 'on_scene', 'done', 'decline'],
    facts: ['incident_kind', 'place', 'unit', 't_notified', 't_acked', 't_enroute', 't_onscene', 't_done', 'done_text'],
    hands: ['called'],
  },
  dr: {
    over: ['ended', 'evaluated', 'improving', 'closed', 'cancelled'],
    order: ['start', 'muster', 'arrive', 'sign_in', 'end', 'problem', 'evaluate', 'improvement_done'],
    facts: [
      'title', 'kind', 'place', 'starts_at', 'leader', 'units', 'head_count', 'participants', 't_order', 't_assembled', 't_arrived', 't_end', 'cancel_reason',
    ],
    hands: ['leader', 'staff', 'evaluator'],
    titles: ['title'],
  },
  task: {
    over: ['done', 'cancelled'],
    order: ['ack', 'reply', 'finish'],
    facts: ['kind', 'text', 'due_at', 'acked_at', 'answer', 'done_at', 'done_text'],
    hands: ['staff'],
    without: ['task_ev.ack'],
  },
  ntc: { over: ['read', 'withdrawn'], facts: ['kind', 'text', 'acked_at', 'answer', 'withdrawn_reason'], hands: ['staff'], without: ['notice_ev.ack'] },
  act: { over: ['recorded', 'voided'], facts: ['kind', 'on', 'sessions', 'people', 'minutes', 'site', 'place_kind', 'clues_collected', 'void_reason'] },
  pub: { over: ['recorded', 'voided'], facts: ['kind', 'on', 'qty', 'unit', 'place', 'days', 'void_reason'] },
}
