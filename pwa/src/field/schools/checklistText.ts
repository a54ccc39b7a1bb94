/** Who answers for an item of the checklist and until when, in words. */
import { contract } from '@/contract/contract'

type Say = (key: string, named?: Record<string, unknown>) => string

export function checklistText(code: string, t: Say): string {
  const item = contract.checklist[code]
  if (!item) return ''
  const owners = item.owners.map((kind) => t(`schools.owner_${kind}`)).join(t('common.comma'))
  return t('schools.limit', { owners, days: item.days })
}
