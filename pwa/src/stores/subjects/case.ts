/** What a case shows beside its fields before the server has spoken: twin of the server's server/cases/deriving.py. */
import type { Json } from '@/contract/conditions'
import { contract } from '@/contract/contract'
import type { LocalRecord, Values } from '@/contract/localFold'

import { entriesIn, textIn, textsIn } from './values'

export const FILE_PARTS = [
  'application', 'rights_notice', 'identity_paper', 'proxy', 'inquiry_record', 'evidence', 'mediation_record',
  'agreement', 'performance_proof', 'follow_up_record', 'judicial_confirm', 'explanation', 'back_cover',
] as const
export type FilePart = (typeof FILE_PARTS)[number]

const MUST_PARTS: readonly FilePart[] = ['application', 'rights_notice', 'identity_paper', 'mediation_record', 'back_cover']
const LEVELS: Record<number, string> = { 12: 'village', 9: 'township', 6: 'district' }
const WRITTEN_DOWN = ['agreement_written', 'agreement_oral']
const HIGH = ['high', 'severe']
const NOT_TAKEN_IN = ['reported', 'rejected', 'merged', 'void']

export interface PartState {
  part: FilePart
  done: boolean
  must: boolean
}

/** What the guards of a case look at. */
export function deriveCase(record: LocalRecord): Values {
  const { values } = record
  return {
    cycle: cycleOf(values),
    level: levelOf(values),
    handlers: handlersOf(values),
    sessions_now: now(values, 'sessions'),
    agreements_now: now(values, 'agreements'),
    visits_now: now(values, 'follow_ups'),
    feedback_now: now(values, 'party_feedback'),
    file_missing: partsOf(record).filter(({ must, done }) => must && !done).map(({ part }) => part),
    key: isKey(values),
    disputes: values.disputes ?? [],
    others_acted: values.others_acted ?? [],
  }
}

/** The parts of the file, whether they are there, and whether they must be. */
export function partsOf(record: LocalRecord): PartState[] {
  const [must, done] = [mustParts(record.values), doneParts(record)]
  return FILE_PARTS.map((part) => ({ part, must: must.includes(part), done: done.includes(part) }))
}

/** Who handles it: the lead first. */
export function handlersOf(values: Values): string[] {
  const lead = textIn(values.lead_officer)
  return [...new Set([...(lead ? [lead] : []), ...textsIn(values.co_handlers)])]
}

export function cycleOf(values: Values): number {
  return Number(values.cycle ?? 1)
}

function levelOf(values: Values): Json {
  return values.level ?? LEVELS[(textIn(values.div) ?? '').length] ?? null
}

function mustParts(values: Values): readonly FilePart[] {
  if (values.kind !== 'dispute' || values.on_spot === true) return []
  return WRITTEN_DOWN.includes(textIn(values.outcome) ?? '') ? [...MUST_PARTS, 'agreement'] : MUST_PARTS
}

function doneParts({ state, values }: LocalRecord): string[] {
  const held = (kind: string) => entriesIn(values.sessions).some((one) => one.kind === kind)
  const brought: Partial<Record<FilePart, boolean>> = {
    application: !NOT_TAKEN_IN.includes(state),
    inquiry_record: held('inquiry'),
    mediation_record: held('mediation'),
    agreement: entriesIn(values.agreements).length > 0,
    follow_up_record: entriesIn(values.follow_ups).length > 0,
  }
  const ticked = textsIn(values.file_done)
  return FILE_PARTS.filter((part) => ticked.includes(part) || brought[part])
}

function isKey(values: Values): boolean {
  const many = Number(values.people_count ?? 0) >= Number(contract.parameters['key_case.people'])
  return values.key === true || many || HIGH.includes(textIn(values.risk_level) ?? '')
}

function now(values: Values, name: string): string[] {
  const cycle = cycleOf(values)
  return entriesIn(values[name]).filter((one) => one.cycle === cycle).map((one) => String(one.id))
}
