/** What a decision has to say, from the server's own schemas. Pure. */
import type { Decision } from '@/api/desk'
import { contract, familyOf } from '@/contract/contract'

interface Schema {
  properties?: Record<string, Schema>
  const?: unknown
  enum?: unknown[]
  allOf?: { if: Schema; then: Schema }[]
}

/** What is to be done, before somebody has said why. */
export interface Wish {
  action: string
  payload: Record<string, unknown>
}

/** The codes that a decision's reason has to be one of; null where it is free text. */
export function reasonCodes(subject: string, action: string): string[] | null {
  const codes = payloadOf(subject, action).reason?.enum
  return codes ? codes.map(String) : null
}

/** The dictionary in which those codes have their words. */
export function reasonDictionary(subject: string): string {
  return `${familyOf(subject)}_reason`
}

/** What merging a record into another has to say. */
export function mergeInto(subject: string, target: { id: string; div: { code: string } }): Wish {
  const place = 'target_div' in payloadOf(subject, 'merge_into') ? { target_div: target.div.code } : {}
  return { action: 'merge_into', payload: { target: target.id, ...place } }
}

/** The reason goes where the action has room for one: into what it says, else beside it as a note. */
export function decisionOf(subject: string, { action, payload }: Wish, reason: string): Decision {
  const says = 'reason' in payloadOf(subject, action)
  return { action, payload: says ? { ...payload, reason } : payload, note: says ? null : reason }
}

function payloadOf(subject: string, action: string): Record<string, Schema> {
  const [type] = contract.records[familyOf(subject)]?.event ?? ['']
  const { allOf = [] } = (contract.schemas[type] ?? {}) as Schema
  const found = allOf.find((rule) => rule.if.properties?.action?.const === action)
  return found?.then.properties?.payload?.properties ?? {}
}
