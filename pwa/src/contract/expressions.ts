/** What an expression of a checklist comes to: the twin of server/checklists/evaluating.py, held to the same vectors.
 * The server reads the text of an expression; what comes here is a list of an operator and its parts. */

export type Expression = string | number | Expression[]
type Value = string | number | boolean

/** What an expression can look at: the answers by question, the one it is about, and the day. */
export interface Scope {
  get: (name: string) => string
  own: string
  today: string
}

const DAY = /^\d{4}-\d{2}-\d{2}$/
const NUMBER = /^\s*-?(\d+(\.\d*)?|\.\d+)\s*$/
const DAY_MS = 86_400_000

export function evaluate(expression: Expression, scope: Scope): Value {
  if (!Array.isArray(expression)) return expression
  const [name, ...inner] = expression as [string, ...Expression[]]
  if (name === 'get') return scope.get(String(inner[0]))
  if (name === 'self') return scope.own
  const lazy = LAZY[name]
  if (lazy) return lazy(scope, ...inner)
  const plain = PLAIN[name]
  if (!plain) throw new Error(`an expression with ${name}, which the server does not let in`)
  return plain(scope, ...inner.map((one) => evaluate(one, scope)))
}

export function holds(expression: Expression, scope: Scope): boolean {
  return truth(evaluate(expression, scope))
}

function truth(value: Value): boolean {
  return Boolean(value)
}

/** The number of a text, of a day (days since 1970), of a truth; NaN of all else. */
function number(value: Value): number {
  if (typeof value !== 'string') return Number(value)
  if (DAY.test(value)) return isCalendarDay(value) ? Date.parse(value) / DAY_MS : NaN
  return NUMBER.test(value) ? Number(value) : NaN
}

export function isCalendarDay(text: string): boolean {
  const moment = DAY.test(text) ? Date.parse(text) : NaN
  return !Number.isNaN(moment) && new Date(moment).toISOString().startsWith(text)
}

function equal(left: Value, right: Value): boolean {
  if (typeof left === 'boolean' || typeof right === 'boolean') return truth(left) === truth(right)
  if (typeof left === 'number' || typeof right === 'number') return number(left) === number(right)
  return left === right
}

const chosen = (value: Value): string[] => String(value).split(/\s+/).filter(Boolean)

type Plain = (scope: Scope, ...values: Value[]) => Value
type Two = (left: Value, right: Value) => Value
const two = (judge: Two): Plain => (_, left = '', right = '') => judge(left, right)
const one = (judge: (value: Value) => Value): Plain => (_, value = '') => judge(value)

const PLAIN: Record<string, Plain> = {
  '=': two(equal),
  '!=': two((a, b) => !equal(a, b)),
  '<': two((a, b) => number(a) < number(b)),
  '<=': two((a, b) => number(a) <= number(b)),
  '>': two((a, b) => number(a) > number(b)),
  '>=': two((a, b) => number(a) >= number(b)),
  '+': two((a, b) => number(a) + number(b)),
  '-': two((a, b) => number(a) - number(b)),
  '*': two((a, b) => number(a) * number(b)),
  div: two((a, b) => number(a) / number(b)),
  mod: two((a, b) => number(a) % number(b)),
  selected: two((a, b) => chosen(a).includes(String(b))),
  'count-selected': one((a) => chosen(a).length),
  not: one((a) => !truth(a)),
  true: () => true,
  false: () => false,
  'string-length': one((a) => [...String(a)].length),
  number: one(number),
  string: one(String),
  int: one((a) => Math.trunc(number(a))),
  round: one((a) => Math.floor(number(a) + 0.5)),
  concat: (_, ...values) => values.map(String).join(''),
  contains: two((a, b) => String(a).includes(String(b))),
  'starts-with': two((a, b) => String(a).startsWith(String(b))),
  today: (scope) => scope.today,
}

/** What does not look at all of its parts. */
const LAZY: Record<string, (scope: Scope, a?: Expression, b?: Expression, c?: Expression) => Value> = {
  and: (scope, a = '', b = '') => holds(a, scope) && holds(b, scope),
  or: (scope, a = '', b = '') => holds(a, scope) || holds(b, scope),
  if: (scope, a = '', b = '', c = '') => evaluate(holds(a, scope) ? b : c, scope),
  coalesce: (scope, a = '', b = '') => {
    const first = evaluate(a, scope)
    return String(first) === '' ? evaluate(b, scope) : first
  },
}
