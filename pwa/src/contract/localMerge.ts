/** What this phone shows of a field before the server has spoken: the merge codes of sync/merge.py, without the losers
 * (the server keeps those). The writer has seen the value that stands. Pure. */
import { equal, isBefore, type Json } from './conditions'
import type { FieldRule } from './contract'

type Interval = [string, string | null]
type Merge = (current: Json, incoming: Json, rule: FieldRule) => Json

/** The value of a field when `incoming` arrives where `current` stands; null is no value. */
export function mergeLocally(rule: FieldRule, current: Json, incoming: Json): Json {
  if (incoming === null) return current
  const merge = merges[rule.merge]
  if (current === null) return starts[rule.merge]?.(incoming) ?? incoming
  return merge(current, incoming, rule)
}

/** What stands whatever was there: a correction, a pick. */
export function setLocally(rule: FieldRule, value: Json): Json {
  return starts[rule.merge]?.(value) ?? value
}

const stays: Merge = (current) => current
const gives: Merge = (_current, incoming) => incoming

const merges: Record<FieldRule['merge'], Merge> = {
  IMM: stays,
  FWW: stays,
  'LWW-R': gives,
  OWN: gives,
  KB: gives,
  // the rank of what stands is known to the server alone: what was typed last is shown until it has spoken
  MIN: (current, incoming, rule) => (rule.rank === null && !isBefore(incoming, current) ? current : incoming),
  MAX: (current, incoming, rule) => (rule.rank === null && !isBefore(current, incoming) ? current : incoming),
  WORST: (current, incoming, rule) => (place(rule, incoming) > place(rule, current) ? incoming : current),
  OR: (current, incoming) => (current === true ? current : incoming),
  APP: (current, incoming) => listed([...listed(current), ...listed(incoming)]),
  SUM: (current, incoming) => Number(current) + Number(incoming),
  UNI: (current, incoming) => unite([...listed(current), ...listed(incoming)]),
}

const starts: Partial<Record<FieldRule['merge'], (incoming: Json) => Json>> = { APP: listed, UNI: (incoming) => unite(listed(incoming)) }

function place(rule: FieldRule, value: Json): number {
  return rule.order.indexOf(String(value))
}

/** A list without repetition, of what may be a single entry. */
function listed(found: Json): Json[] {
  const entries = Array.isArray(found) ? found : [found]
  return entries.filter((entry, at) => !entries.slice(0, at).some((earlier) => equal(earlier, entry)))
}

/** The union of intervals, ascending; touching ones become one, an open end stays open. */
function unite(intervals: Json[]): Json[] {
  const sorted = (intervals as Interval[]).map((one): Interval => [...one]).sort(byStart)
  const united: Interval[] = []
  for (const [start, end] of sorted) {
    const last = united.at(-1)
    if (last && (last[1] === null || start <= last[1])) last[1] = last[1] === null || end === null ? null : later(last[1], end)
    else united.push([start, end])
  }
  return united
}

function byStart(a: Interval, b: Interval): number {
  if (a[0] !== b[0]) return a[0] < b[0] ? -1 : 1
  return (a[1] ?? '~') < (b[1] ?? '~') ? -1 : 1
}

function later(one: string, other: string): string {
  return one > other ? one : other
}
