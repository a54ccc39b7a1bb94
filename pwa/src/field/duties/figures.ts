/** The figures of a ten-day report and the records that each of them counts, as far as they are on this phone: the
 * server counts by the same rules (server/duties/figures.py). Pure. */
import type { Json } from '@/contract/conditions'
import type { Values } from '@/contract/localFold'
import type { SubjectCard } from '@/stores/subjects'
import { dayOf } from '@/stores/subjects/caseForms'
import { entriesLeft } from '@/stores/subjects/dutyKinds'
import { entriesIn, textIn } from '@/stores/subjects/values'

export interface Figure {
  /** "cases.found" */
  path: string
  n: number
  /** the records that it counts; null for what is only counted */
  cards: readonly SubjectCard[] | null
}

/** The families whose records the figures count. */
export const COUNTED = ['case', 'scr', 'bw', 'hz', 'pub'] as const
export type Held = Record<string, readonly SubjectCard[]>

type Inside = (day: Json | undefined) => boolean
type Counts = (card: SubjectCard, inside: Inside, last: string) => boolean

const UNCOUNTED = ['rejected', 'merged', 'void', 'voided']
const OPENED = ['opened', 'late_opened']

const isDispute = ({ record }: SubjectCard) => record.values.kind === 'dispute'
const isOpenAt = ({ record: { values } }: SubjectCard, last: string) => {
  const [found, outcome] = [textIn(values.found_on), textIn(values.outcome_on)]
  return found !== null && found <= last && (outcome === null || outcome > last)
}
const dayIn = (moment: Json | undefined) => (typeof moment === 'string' ? dayOf(new Date(moment)) : null)
const roundsIn = ({ record }: SubjectCard, inside: Inside) => entriesLeft(record).rounds.some(({ on }) => inside(on))

const RULES: Record<string, [family: string, Counts]> = {
  'cases.found': ['case', (card, inside) => isDispute(card) && inside(card.record.values.found_on)],
  'cases.handled': ['case', (card, inside) => isDispute(card) && inside(card.record.values.outcome_on)],
  'cases.effective': ['case', (card, inside) => isDispute(card) && inside(card.record.values.outcome_on) && card.record.values.effective === true],
  'cases.in_progress': ['case', (card, _inside, last) => isDispute(card) && isOpenAt(card, last)],
  'screening.rounds': ['scr', roundsIn],
  'screening.households': ['scr', roundsIn],
  'boxes.due': ['bw', (card, inside) => inside(card.record.values.last) && card.record.state !== 'excused'],
  'boxes.opened': ['bw', (card, inside) => inside(card.record.values.last) && OPENED.includes(card.record.state)],
  'boxes.items': ['bw', (card, inside) => inside(card.record.values.last) && Number(card.record.values.items ?? 0) > 0],
  'hazards.found': ['hz', ({ record }, inside) => inside(dayIn(record.values.found_at))],
  'hazards.closed': ['hz', ({ record }, inside) => inside(dayIn(record.values.closed_at))],
}

/** Every figure of a report with what stands behind it, in the order of the report. */
export function figuresOf(report: Values, held: Held): Figure[] {
  const [first, last] = [textIn(report.first) ?? '', textIn(report.last) ?? '']
  const inside: Inside = (day) => typeof day === 'string' && first <= day && day <= last
  return flat((report.figures ?? {}) as Values).map(({ path, n }) => ({ path, n, cards: behind(path, held, inside, last) }))
}

function behind(path: string, held: Held, inside: Inside, last: string): readonly SubjectCard[] | null {
  const [group, code] = path.split('.')
  if (group === 'publicity') return counted(held.pub, ({ record: { values } }) => values.kind === code && inside(values.on))
  const [family = '', counts] = RULES[path] ?? []
  return counts ? counted(held[family], (card) => counts(card, inside, last)) : null
}

function counted(cards: readonly SubjectCard[] | undefined, counts: (card: SubjectCard) => boolean): readonly SubjectCard[] {
  return (cards ?? []).filter((card) => !UNCOUNTED.includes(card.record.state) && counts(card))
}

/** The groups of plain numbers, one line each; what is split by category or scale says the same again. */
function flat(figures: Values): { path: string; n: number }[] {
  return ['cases', 'screening', 'boxes', 'hazards', 'publicity'].flatMap((group) =>
    Object.entries((figures[group] ?? {}) as Values).map(([name, n]) => ({ path: `${group}.${name}`, n: Number(n) })),
  )
}

/** What changed since the figures that are confirmed: path -> what it was, what it is. */
export function changesOf(report: Values): { path: string; was: Json; is: Json }[] {
  const difference = (report.difference ?? {}) as Record<string, Json[]>
  return Object.entries(difference).map(([path, [was = null, is = null]]) => ({ path, was, is }))
}

/** Versions that were confirmed, the last one first. */
export function versionsOf(report: Values): Values[] {
  return entriesIn(report.versions).reverse()
}
