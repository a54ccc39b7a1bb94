/** Twin of the server's sync/conditions.py: guards as data, so that the phone explains what the server will decide.
 * Both are held to tests/vectors/conditions.json. */

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
type Dict = Record<string, Json>

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const DAY_LENGTH = '2026-01-31'.length
const WEEKEND = [0, 6] // Sunday, Saturday

/** What a condition may look at. `actor` has `id` and `roles` (names without division). */
export interface Scope {
  subject?: Dict
  event?: Dict
  actor?: Dict
  parameters?: Dict
  item?: Json
}

/** A rule that is not written in this language: a mistake in the program. */
export class BadCondition extends Error {
  constructor(rule: unknown) {
    super(`not a rule: ${JSON.stringify(rule)}`)
  }
}

/** Whether the condition holds. */
export function holds(rule: Json, scope: Scope): boolean {
  const [name, argument] = operation(rule)
  const operator = conditions[name]
  if (!operator) throw new BadCondition(rule)
  return operator(argument, scope)
}

/** What the value expression stands for. */
export function value(expression: Json, scope: Scope): Json {
  if (!isDict(expression)) return expression
  const [name, argument] = operation(expression)
  const operator = values[name]
  if (!operator) throw new BadCondition(expression)
  return operator(argument, scope)
}

const conditions: Record<string, (argument: Json, scope: Scope) => boolean> = {
  all: (rules, scope) => list(rules).every((rule) => holds(rule, scope)),
  any: (rules, scope) => list(rules).some((rule) => holds(rule, scope)),
  not: (rule, scope) => !holds(rule, scope),
  eq: (argument, scope) => equal(...pair(argument, scope)),
  in: (argument, scope) => {
    const [member, members] = pair(argument, scope)
    return has(list(members), member)
  },
  subset: (argument, scope) => {
    const [left, right] = pair(argument, scope)
    return list(left).every((member) => has(list(right), member))
  },
  le: (argument, scope) => {
    const [left, right] = pair(argument, scope)
    if (left === null || right === null) return false
    if (typeof left !== 'string') return Number(left) <= Number(right)
    return left.length > DAY_LENGTH ? instant(left) <= instant(String(right)) : left <= String(right)
  },
  present: (argument, scope) => {
    const found = value(argument, scope)
    return found !== null && found !== '' && !(Array.isArray(found) && found.length === 0)
  },
  has_role: (roles, scope) => list(roles).some((role) => list(scope.actor?.roles ?? null).includes(role)),
  every: (argument, scope) => {
    const [members, rule] = two(argument)
    return list(value(members, scope)).every((item) => holds(rule, { ...scope, item }))
  },
}

const values: Record<string, (argument: Json, scope: Scope) => Json> = {
  get: (path, scope) => look(String(path), scope),
  param: (key, scope) => scope.parameters?.[String(key)] ?? null,
  pluck: (argument, scope) => {
    const [members, name] = two(argument)
    return list(value(members, scope)).map((item) => look(`item.${String(name)}`, { ...scope, item }))
  },
  plus: (argument, scope) => pair(argument, scope).reduce<number>((sum, one) => sum + Number(one ?? 0), 0),
  plus_minutes: (argument, scope) => later(argument, scope, MINUTE),
  plus_hours: (argument, scope) => later(argument, scope, HOUR),
  plus_days: (argument, scope) => later(argument, scope, DAY),
  day_plus: (argument, scope) => {
    const [day = null, days = null] = list(argument).map((part) => value(part, scope))
    return day === null ? null : utc(instant(`${String(day)}T00:00:00.000Z`) + Number(days ?? 0) * DAY).slice(0, DAY_LENGTH)
  },
  plus_working_days: (argument, scope) => {
    const [start = null, days = null, ahead = null] = list(argument).map((part) => value(part, scope))
    if (start === null || days === null || ahead === null) return null
    return workingDaysLater(instant(String(start)), Number(days), Number(ahead) * MINUTE)
  },
  shifted: (argument, scope) => {
    const found = list(argument).map((part) => value(part, scope))
    if (found.includes(null)) return null
    const [moved = 0, begin = 0, end = 0] = found.map((one) => instant(String(one)))
    return utc(moved + end - begin)
  },
  count: (argument, scope) => list(value(argument, scope)).length,
  append: (argument, scope) => {
    const [members, added] = [list(value(two(argument)[0], scope)), value(two(argument)[1], scope)]
    return added === null || has(members, added) ? members : [...members, added]
  },
  next_of: (argument, scope) => {
    const [members, present] = [list(value(two(argument)[0], scope)), value(two(argument)[1], scope)]
    return has(members.slice(0, -1), present) ? (members[placeOf(members, present) + 1] ?? null) : present
  },
  first: (argument, scope) => list(argument).map((part) => value(part, scope)).find((one) => one !== null) ?? null,
  if: (argument, scope) => {
    const [rule = null, then = null, otherwise = null] = list(argument)
    return value(holds(rule, scope) ? then : otherwise, scope)
  },
  record: (parts, scope) =>
    Object.fromEntries(Object.entries(isDict(parts) ? parts : {}).map(([name, part]) => [name, value(part, scope)])),
}

function look(path: string, scope: Scope): Json {
  const [root, ...steps] = path.split('.')
  const roots: Record<string, Json> = {
    subject: scope.subject ?? {},
    event: scope.event ?? {},
    actor: scope.actor ?? {},
    item: scope.item ?? null,
  }
  if (root === undefined || !(root in roots)) throw new BadCondition(path)
  return steps.reduce<Json>((found, step) => (isDict(found) ? (found[step] ?? null) : null), roots[root] ?? null)
}

function later(argument: Json, scope: Scope, unit: number): Json {
  const [start, count] = pair(argument, scope)
  return start === null || count === null ? null : utc(instant(String(start)) + Number(count) * unit)
}

/** So many days from Monday to Friday later, in a zone that is `ahead` milliseconds ahead of UTC. */
function workingDaysLater(start: number, days: number, ahead: number): string {
  let [moment, left] = [start, days]
  while (left > 0) {
    moment += DAY
    if (!WEEKEND.includes(new Date(moment + ahead).getUTCDay())) left -= 1
  }
  return utc(moment)
}

function utc(moment: number): string {
  return new Date(moment).toISOString()
}

function has(members: readonly Json[], member: Json): boolean {
  return placeOf(members, member) >= 0
}

function placeOf(members: readonly Json[], member: Json): number {
  return members.findIndex((other) => equal(member, other))
}

function operation(rule: Json): [string, Json] {
  const entries = isDict(rule) ? Object.entries(rule) : []
  const only = entries[0]
  if (!only || entries.length !== 1) throw new BadCondition(rule)
  return only
}

function two(argument: Json): [Json, Json] {
  const [left = null, right = null] = list(argument)
  return [left, right]
}

function pair(argument: Json, scope: Scope): [Json, Json] {
  const [left, right] = two(argument)
  return [value(left, scope), value(right, scope)]
}

function list(found: Json): Json[] {
  return Array.isArray(found) ? found : []
}

function isDict(found: Json | undefined): found is Dict {
  return typeof found === 'object' && found !== null && !Array.isArray(found)
}

/** Whether one number comes before another, or one text (an instant in UTC, a day) before another. */
export function isBefore(one: Json, other: Json): boolean {
  return typeof one === 'number' && typeof other === 'number' ? one < other : String(one) < String(other)
}

/** Equality of JSON values, whatever the order of keys. */
export function equal(left: Json, right: Json): boolean {
  if (Array.isArray(left) || Array.isArray(right)) {
    const [a, b] = [list(left), list(right)]
    if (!Array.isArray(left) || !Array.isArray(right) || a.length !== b.length) return false
    return a.every((one, place) => equal(one, b[place] ?? null))
  }
  if (!isDict(left) || !isDict(right)) return left === right
  const keys = Object.keys(left)
  return keys.length === Object.keys(right).length && keys.every((key) => key in right && equal(left[key] ?? null, right[key] ?? null))
}

function instant(text: string): number {
  const moment = Date.parse(text)
  if (Number.isNaN(moment)) throw new BadCondition(text)
  return moment
}
