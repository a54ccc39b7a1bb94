/** How far a month's action has come, school by school: the server's word, with what I inspected and have not sent on
 * top. Pure. */
import type { Values } from '@/contract/localFold'

import { textIn, textsIn } from './values'

export interface SchoolRow {
  school: string
  /** inspected, as the server says */
  done: boolean
  /** I inspected it, and the server has not counted it yet */
  waiting: boolean
  on: string | null
  /** how many items are not in order */
  wanting: number
}

interface Result {
  on?: string | null
  items?: Record<string, string>
}

/** The schools of the action, those left to do first. `mine`: the values of my inspections. */
export function schoolRows(action: Values, mine: readonly Values[]): SchoolRow[] {
  const results = resultsOf(action)
  const month = textIn(action.month)
  const own = mine.filter((one) => one.month === month)
  const rows = Object.entries(results).map(([school, { on = null, items = {} }]) => {
    const done = on !== null
    const waiting = !done && own.some((one) => one.school === school)
    return { school, done, waiting, on, wanting: Object.values(items).filter((answer) => answer === 'no').length }
  })
  return rows.sort((a, b) => Number(a.done) - Number(b.done) || Number(a.waiting) - Number(b.waiting))
}

/** The head names the schools alone; once the server has spoken, each has its result. */
function resultsOf({ schools }: Values): Record<string, Result> {
  if (Array.isArray(schools)) return Object.fromEntries(textsIn(schools).map((school) => [school, {}]))
  return (schools ?? {}) as Record<string, Result>
}
