/** What a person may do to a record now, what not yet, and why: the server's rows, before anything is filled in. Pure. */
import { actionsOf } from './forms'
import { mayDo, mayEver, type Actor, type Derive, type LocalRecord, type Rules, type Values } from './localFold'
import type { Json } from './conditions'

/** Something that can be done to a record: an event with this action, or a document of this type. */
export interface Deed {
  action: string
  type: string
}

export interface Offer extends Deed {
  /** open: now. blocked: something is missing for it, `reason` says what. closed: not at this stage of the record */
  standing: 'open' | 'blocked' | 'closed'
  /** a code of the contract */
  reason: string | null
}

/** The desk's and the server's, and what an inspection finds: nothing for a button on a phone. */
const NOT_HERE = ['find', 'force', 'dismiss', 'wait_over', 'correct', 'pick', 'edit', 'merge_into', 'distinct']

/** All that can be done to records of these tables from a phone, documents of their own type first. */
export function deedsOf(rules: Rules): Deed[] {
  const { kind } = rules
  const own = Object.entries(kind.actions).filter(([type]) => kind.kinds[type] !== 'head')
  const events = actionsOf(kind.event[0]).filter((action) => !NOT_HERE.includes(action))
  return [...own.map(([type, action]) => ({ type, action })), ...events.map((action) => ({ type: kind.event[0], action }))]
}

/** Each deed that the actor's roles have a part in, with whether it may be begun. */
export function offersFor(rules: Rules, record: LocalRecord, actor: Actor, deeds: readonly Deed[], derive?: Derive): Offer[] {
  const open = beforeTheForm(rules)
  const mine = deeds.filter((deed) => mayEver(rules, actor, deed.action))
  const guarded = new Set(open.transitions.flatMap(({ guards }) => guards.map(({ reason }) => reason)))
  return mine.map((deed) => {
    const { allowed, reason } = mayDo(open, record, actor, deed.action, {}, derive)
    const missing = reason !== null && (guarded.has(reason) || reason === 'role_missing')
    return { ...deed, standing: allowed ? 'open' : missing ? 'blocked' : 'closed', reason }
  })
}

/** Whether it may be done with these values: guards that look at what was filled in count now. */
export function mayFinish(rules: Rules, record: LocalRecord, actor: Actor, deed: Deed, filled: Values, derive?: Derive): string | null {
  const { allowed, reason } = mayDo(rules, record, actor, deed.action, filled, derive)
  return allowed ? null : (reason ?? 'other')
}

const opened = new WeakMap<Rules, Rules>()

/** The tables without the guards that only what is filled in can answer. */
function beforeTheForm(rules: Rules): Rules {
  const known = opened.get(rules)
  if (known) return known
  const transitions = rules.transitions.map((row) => ({ ...row, guards: row.guards.filter((guard) => !asksTheForm(guard.condition)) }))
  const made = { ...rules, transitions }
  opened.set(rules, made)
  return made
}

const OF_THE_FORM = /"event\.(?!at"|by"|cycle_seen")/

function asksTheForm(condition: Json): boolean {
  return OF_THE_FORM.test(JSON.stringify(condition))
}
