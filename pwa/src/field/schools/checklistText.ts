/** Who answers for an item of the checklist and until when, in words. */
import type { Question } from '@/contract/checklist'
import { contract } from '@/contract/contract'

type Say = (key: string, named?: Record<string, unknown>) => string

/** Without a limit of its own an item has that of all hazards. */
export function checklistText({ owners = [], days }: Pick<Question, 'owners' | 'days'>, t: Say): string {
  const named = owners.map((kind) => t(`schools.owner_${kind}`)).join(t('common.comma')) || t('schools.owner_none')
  return t('schools.limit', { owners: named, days: days ?? contract.parameters['limit.hazard'] })
}
