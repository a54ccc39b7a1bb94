/** One inbox: what waits for me of every kind, the most urgent first. */
import { defineStore } from 'pinia'
import { computed } from 'vue'

import { offersFor } from '@/contract/offers'
import { useSubjects, type SubjectCard } from '@/stores/subjects'
import { isHers } from '@/stores/subjects/kinds'

/** Addressed to me by name: these make the badge, and are few. */
const TO_ME = ['rsp', 'dr', 'task', 'ntc'] as const
const ALL = [...TO_ME, 'case', 'scr', 'tdr', 'bw'] as const

const DAY_MS = 86_400_000
/** A duty that was missed so long ago is the office's matter. */
const LATE_DAYS = 14
const URGENCY: Record<string, number> = { red: 0, yellow: 1, green: 3 }

export const useInbox = defineStore('inbox', () => {
  const subjects = useSubjects()

  async function load(): Promise<void> {
    await Promise.all(ALL.map((family) => subjects.load(family)))
  }

  /** What the badge of every page counts. */
  async function loadBadge(): Promise<void> {
    await Promise.all(TO_ME.map((family) => subjects.load(family)))
  }

  /** null until all was read */
  const items = computed<SubjectCard[] | null>(() => {
    const found = ALL.map((family) => subjects.cardsOf(family))
    return found.every((cards) => cards !== null) ? found.flatMap((cards) => cards ?? []).filter(waits).sort(byLight) : null
  })
  const badge = computed(() => TO_ME.flatMap((family) => subjects.cardsOf(family) ?? []).filter(waits).length)

  function waits(card: SubjectCard): boolean {
    if (card.over) return false
    if (card.needsYou) return true
    return card.kind.awaits.length > 0 ? awaitsMe(card) : isHers(card.kind, card.record, subjects.actor.id)
  }

  /** What is for whoever is there: mine when I may do it. */
  function awaitsMe({ kind, record, due }: SubjectCard): boolean {
    if (due !== null && Date.parse(due) < subjects.now.getTime() - LATE_DAYS * DAY_MS) return false
    const deeds = kind.deeds.filter(({ action }) => kind.awaits.includes(action))
    return offersFor(kind.rules, record, subjects.actor, deeds, kind.derive).some(({ standing }) => standing === 'open')
  }

  return { items, badge, load, loadBadge }
})

/** Somebody is to go out at once: before all that has days. */
function byLight(a: SubjectCard, b: SubjectCard): number {
  const [one, other] = [urgency(a), urgency(b)]
  if (one !== other) return one - other
  return (a.due ?? '9').localeCompare(b.due ?? '9') || b.id.localeCompare(a.id)
}

/** What has no limit stands behind what is near it: a notice, an undated task. */
function urgency({ kind, light, needsYou }: SubjectCard): number {
  if (kind.family === 'rsp' || needsYou) return -1
  return URGENCY[light ?? ''] ?? 2
}
