/** Values of a record as what they are, whatever a document holds. */
import type { Json } from '@/contract/conditions'
import type { Values } from '@/contract/localFold'

export function textIn(found: Json | undefined): string | null {
  return typeof found === 'string' && found !== '' ? found : null
}

export function textsIn(found: Json | undefined): string[] {
  return Array.isArray(found) ? found.filter((one): one is string => typeof one === 'string') : []
}

/** The entries of a list that adds up. */
export function entriesIn(found: Json | undefined): Values[] {
  return Array.isArray(found) ? (found.filter((one) => typeof one === 'object' && one !== null && !Array.isArray(one)) as Values[]) : []
}
