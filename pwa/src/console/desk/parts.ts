/** Which part of the journal the desk shows: the township, or for people of the district also its own. */
import { computed, type ComputedRef } from 'vue'
import { useSession } from '@/stores/session'
import { useView } from '../view/useView'

export type Part = 'township' | 'district' | 'nowhere'

const DISTRICT_DIGITS = 6
const DISTRICT_OFFICE = ['dist_operator', 'dist_lead']

/** The parts that somebody may look at, the usual one first. Pure. */
export function partsOf(div: string, roles: readonly string[]): Part[] {
  if (div.length !== DISTRICT_DIGITS) return ['township']
  return roles.some((role) => DISTRICT_OFFICE.includes(role)) ? ['township', 'district', 'nowhere'] : ['district', 'township']
}

export interface Parts {
  choices: ComputedRef<Part[]>
  part: ComputedRef<Part>
  /** the code by which the API knows that part */
  code: ComputedRef<string>
}

export function useParts(): Parts {
  const { view } = useView()
  const session = useSession()
  const choices = computed(() => partsOf(session.user?.div ?? '', session.user?.roles ?? []))
  const part = computed(() => choices.value.find((one) => one === view.value.part) ?? choices.value[0] ?? 'township')
  const code = computed(() => {
    if (part.value === 'nowhere') return 'nowhere'
    return part.value === 'district' ? view.value.township.slice(0, DISTRICT_DIGITS) : view.value.township
  })
  return { choices, part, code }
}
