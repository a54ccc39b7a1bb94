/** What the console shows is in the URL: where, when, what is selected, filtered and sorted. */
import { isDate } from '../words/times'

/** A query as vue-router gives it. */
export type Query = Record<string, string | null | (string | null)[] | undefined>

export interface View {
  /** township code, empty until one is chosen */
  township: string
  /** `YYYY-MM-DD` */
  date: string
  /** id of the shift in the drawer, empty for none */
  shift: string
  team: string
  state: string
  /** the kind of things on the desk that are shown, empty for all */
  kind: string
  /** the part of the journal that the desk shows: `township`, `district`, `nowhere`; empty for the usual one */
  part: string
  /** whether the desk shows what was settled: empty for no */
  settled: string
  /** what is open on the desk, empty for none */
  item: string
  /** `column` or `-column` */
  sort: string
}

/** Reads a view out of a query; what is missing or no date falls back to `fallback`. */
export function readView(query: Query, fallback: { township: string; date: string }): View {
  const date = textOf(query.date)
  return {
    township: textOf(query.township) || fallback.township,
    date: isDate(date) ? date : fallback.date,
    shift: textOf(query.shift),
    team: textOf(query.team),
    state: textOf(query.state),
    kind: textOf(query.kind),
    part: textOf(query.part),
    settled: textOf(query.settled),
    item: textOf(query.item),
    sort: textOf(query.sort),
  }
}

/** The query after a change: empty values leave the URL, and another place or day lets go of the selection. */
export function changedQuery(query: Query, change: Partial<View>): Record<string, string> {
  const moved = 'township' in change || 'date' in change
  const dropped: Partial<View> = moved ? { shift: '', item: '' } : {}
  if ('township' in change) dropped.team = ''
  const kept = Object.entries(query).map(([key, value]) => [key, textOf(value)])
  const merged: Record<string, string> = { ...Object.fromEntries(kept), ...dropped, ...change }
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== ''))
}

/** The part of a query that goes along to another page: where and when. */
export function placeQuery(query: Query): Record<string, string> {
  const { township, date } = { township: textOf(query.township), date: textOf(query.date) }
  return { ...(township && { township }), ...(date && { date }) }
}

/** The township to open when the URL names none: the last one used here if it is still mine, else my first. */
export function chooseTownship(codes: readonly string[], asked: string, last: string | null): string {
  if (codes.includes(asked)) return asked
  if (last && codes.includes(last)) return last
  return codes[0] ?? ''
}

function textOf(value: string | null | (string | null)[] | undefined): string {
  const first = Array.isArray(value) ? value[0] : value
  return first ?? ''
}
