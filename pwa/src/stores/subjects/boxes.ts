/** The boxes that are to be opened: near first when it is known where this phone is, else by what is due first. Pure. */
import type { SubjectCard } from './index'
import { textIn } from './values'

import { metresBetween, type Place } from '@/composables/distance'
import type { Mailbox } from '@/stores/patrol/documents'

export interface BoxDue {
  card: SubjectCard
  code: string
  site: string
  /** null where neither the phone's nor the box's place is known */
  metres: number | null
  first: string
  last: string
}

export function boxesDue(cards: readonly SubjectCard[], mailboxes: ReadonlyMap<string, Mailbox>, here: Place | null): BoxDue[] {
  return cards.filter(({ over }) => !over).map((card) => rowOf(card, mailboxes, here)).sort(here ? byDistance : byDue)
}

function rowOf(card: SubjectCard, mailboxes: ReadonlyMap<string, Mailbox>, here: Place | null): BoxDue {
  const { values } = card.record
  const code = textIn(values.box) ?? ''
  const box = mailboxes.get(code)
  const metres = here && box?.point ? metresBetween(here, box.point) : null
  return { card, code, site: box?.site ?? code, metres, first: textIn(values.first) ?? '', last: textIn(values.last) ?? '' }
}

const byDue = (a: BoxDue, b: BoxDue): number => a.last.localeCompare(b.last) || a.code.localeCompare(b.code)
/** A box whose place nobody knows comes last. */
const byDistance = (a: BoxDue, b: BoxDue): number => (a.metres ?? Infinity) - (b.metres ?? Infinity) || byDue(a, b)
