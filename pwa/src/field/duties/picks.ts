/** Actions that name one of the things that a record, or this phone, holds: which ones there are to choose from. */
import type { SubjectCard, SubjectFile } from '@/stores/subjects'
import { entriesLeft, improvementsLeft, openingsLeft } from '@/stores/subjects/dutyKinds'
import { textIn, textsIn } from '@/stores/subjects/values'

import { whenText } from '../words'

export interface Choice {
  value: string
  /** what tells it from the others, without a name */
  parts: readonly string[]
}

export interface Pick {
  /** the field of the payload that takes the chosen id */
  field: string
  /** whether a reason goes with it */
  reason: boolean
  /** a family whose records are chosen from */
  family?: string
  choices: (file: SubjectFile, cards: readonly SubjectCard[]) => Choice[]
}

const MOST = 30

const ofRound = ({ id, on, households_visited: n }: Record<string, unknown>): Choice => ({ value: String(id), parts: [String(on), String(n)] })
const ofCaseRef = ({ id, at, case: one }: Record<string, unknown>): Choice => ({ value: String(id), parts: [whenText(String(at)), String(one).slice(-4)] })

/** Cases that are not in it yet, those of its days first. */
function casesFor(file: SubjectFile, cards: readonly SubjectCard[]): Choice[] {
  const { record } = file
  const taken = entriesLeft(record).case_refs.map((one) => one.case)
  const [first, last] = [textIn(record.values.first) ?? '', textIn(record.values.last) ?? '']
  const inside = ({ record: { values } }: SubjectCard) => String(values.found_on) >= first && String(values.found_on) <= last
  const open = cards.filter(({ id }) => !taken.includes(id))
  return [...open.filter(inside), ...open.filter((card) => !inside(card))].slice(0, MOST).map(({ id, record: { values } }) => ({
    value: id,
    parts: [values.case_no, values.title, values.found_on].filter((one) => typeof one === 'string' && one !== '').map(String),
  }))
}

/** Whether an action has a page of its own. */
export function isSpecial(family: string, action: string): boolean {
  const name = `${family}.${action}`
  return name in picks || name === 'tdr.confirm'
}

export const picks: Record<string, Pick> = {
  'scr.add_case_ref': { field: 'case', reason: false, family: 'case', choices: casesFor },
  'scr.strike': {
    field: 'entry',
    reason: true,
    choices: ({ record }) => [...entriesLeft(record).rounds.map(ofRound), ...entriesLeft(record).case_refs.map(ofCaseRef)],
  },
  'dr.improvement_done': {
    field: 'improvement',
    reason: false,
    choices: ({ record }) => improvementsLeft(record).map(({ key, text, due_on: due }) => ({ value: String(key), parts: [textIn(text), textIn(due)].flatMap((one) => one ?? []) })),
  },
  'bw.void': {
    field: 'opening',
    reason: true,
    choices: ({ record }) => openingsLeft(record).map(({ id, opened_at: at, envelopes }) => ({ value: String(id), parts: [whenText(String(at)), textsIn(envelopes).join('、')] })),
  },
}
