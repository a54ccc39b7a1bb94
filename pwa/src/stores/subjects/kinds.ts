/** What a phone adds to the contract's tables for a kind of record: one entry for each kind that has pages. A kind
 * without an entry is listed and shown all the same, by its tables alone. */
import { rulesOf, type Derive, type LocalRecord, type Rules, type Values } from '@/contract/localFold'
import { deedsOf, type Deed } from '@/contract/offers'

import { cycleOf, deriveCase, partsOf, type PartState } from './case'
import { dutyKinds } from './dutyKinds'
import { schoolKinds } from './schoolKinds'
import { textIn, textsIn } from './values'

export interface Kind {
  family: string
  rules: Rules
  /** further fields that guards look at */
  derive: Derive
  /** states in which there is nothing left to do */
  over: readonly string[]
  /** what is done to it from a phone, in the order of the work */
  deeds: readonly Deed[]
  /** the fields that its page shows, in their order */
  facts: readonly string[]
  /** what comes first in a state, before the order of the work */
  first: Readonly<Record<string, readonly string[]>>
  /** the field that says that a draft is signed */
  finalBy: string | null
  /** the head's type */
  head: string | null
  /** what its events carry beside the envelope */
  carries: (record: LocalRecord) => Values
  /** the parts of its file, if it has one */
  parts: ((record: LocalRecord) => PartState[]) | null
  /** who has to do with it, beside who reported it */
  hands: readonly string[]
  /** where its time limit begins */
  since: readonly string[]
  /** the fields that it is called by, the first that holds something */
  titles: readonly string[]
  /** what somebody of its place has to do about it, whoever that is */
  awaits: readonly string[]
}

export type Own = Partial<Pick<Kind, 'derive' | 'over' | 'facts' | 'finalBy' | 'carries' | 'parts' | 'hands' | 'since' | 'first' | 'titles' | 'awaits'>> & {
  order?: readonly string[]
  /** false: its page is reached from elsewhere */
  listed?: boolean
  /** documents and events that say the same as others here: not offered */
  without?: readonly string[]
}

const TO_CLOSE = ['feedback', 'follow_up', 'file_part', 'close_req']

const OWN: Record<string, Own> = {
  case: {
    derive: deriveCase,
    over: ['closed', 'archived', 'rejected', 'merged', 'void'],
    order: [
      'on_spot', 'accept', 'take', 'session', 'agreement', 'agree', 'fail', 'refer', 'refer_outcome', 'follow_up', 'feedback', 'file_part',
      'close_req', 'note', 'extend_req', 'escalate', 'suspend_req', 'resume', 'return', 'risk_raise', 'risk_lower', 'add_org', 'reopen_req', 'void',
    ],
    facts: [
      'case_no', 'kind', 'category', 'place', 'summary', 'people_count', 'risk_level', 'signs', 'source', 'found_on', 'level',
      'lead_officer', 'co_handlers', 'due_on', 'outcome', 'agreement_no', 'related_orgs', 'referred_to', 'close_refused', 'reject_reason',
    ],
    first: { agreed: TO_CLOSE, followed: TO_CLOSE, failed: TO_CLOSE, referred: ['refer_outcome', ...TO_CLOSE] },
    finalBy: 'signed_at',
    carries: (record) => ({ cycle_seen: cycleOf(record.values) }),
    parts: partsOf,
    hands: ['lead_officer', 'co_handlers', 'first_receiver'],
    since: ['accepted_at'],
  },
  ...schoolKinds,
  ...dutyKinds,
}

const HANDS = ['by', 'first_receiver', 'owner', 'lead_officer', 'handlers', 'finders', 'to']
const nothing = (): Values => ({})
const known = new Map<string, Kind>()

/** The kind of a family of records; null for one that this version of the app does not know. */
export function kindOf(family: string): Kind | null {
  const rules = rulesOf(family)
  if (!rules) return null
  const kind = known.get(family) ?? made(family, rules)
  known.set(family, kind)
  return kind
}

/** The kinds that the phone's lists show. */
export const LISTED: readonly string[] = Object.keys(OWN).filter((family) => OWN[family]?.listed !== false)

function made(family: string, rules: Rules): Kind {
  const { order = [], without = [], ...own } = OWN[family] ?? {}
  const place = ({ action }: Deed) => (order.includes(action) ? order.indexOf(action) : order.length)
  const offered = deedsOf(rules).filter(({ type, action }) => !without.includes(`${type}.${action}`))
  const deeds = offered.sort((a, b) => place(a) - place(b))
  const head = Object.keys(rules.kind.kinds).find((type) => rules.kind.kinds[type] === 'head') ?? null
  const facts = rules.fields.map(({ name }) => name)
  return { family, rules, deeds, head, derive: nothing, over: [], facts, first: {}, finalBy: null, carries: nothing, parts: null, hands: HANDS, since: [], titles: ['title'], awaits: [], ...own }
}

/** Whether this person has to do with the record. */
export function isHers(kind: Kind, record: LocalRecord, person: string): boolean {
  return ['by', ...kind.hands].some((name) => textsIn(record.values[name]).includes(person) || textIn(record.values[name]) === person)
}
