/** The figures of a report with the records behind them, of those that this phone holds. */
import { computed, onMounted } from 'vue'

import { changesOf, COUNTED, figuresOf, versionsOf, type Figure } from './figures'

import { useSubjects, type SubjectFile } from '@/stores/subjects'

export function useFigures(file: () => SubjectFile) {
  const subjects = useSubjects()
  onMounted(() => COUNTED.forEach((family) => void subjects.load(family)))

  const held = computed(() => Object.fromEntries(COUNTED.map((family) => [family, subjects.cardsOf(family) ?? []])))
  const values = computed(() => file().record.values)
  const figures = computed<Figure[]>(() => figuresOf(values.value, held.value))
  const changes = computed(() => changesOf(values.value))
  const versions = computed(() => versionsOf(values.value))
  return { figures, changes, versions }
}
