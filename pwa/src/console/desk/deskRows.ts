/** The desk as one list: each thing that waits, whatever its kind, oldest first. Pure. */
import type { CopyItem, Desk, DuplicateItem, HeadlessItem, HeldItem, KeptBothItem, LetterItem, ParkedItem, RecordRef } from '@/api/desk'

export const SETTLEABLE = ['copies', 'quarantined', 'headless', 'dead_letters'] as const
export const KINDS = ['disputed', 'parked', 'kept_both', 'duplicates', ...SETTLEABLE] as const
export type Kind = (typeof KINDS)[number]

export type Row =
  | (Base & { kind: 'parked' | 'disputed'; item: ParkedItem })
  | (Base & { kind: 'kept_both'; item: KeptBothItem })
  | (Base & { kind: 'duplicates'; item: DuplicateItem })
  | SettleableRow

/** What no rule decides. */
export type SettleableRow =
  | (Base & { kind: 'copies'; item: CopyItem })
  | (Base & { kind: 'quarantined'; item: HeldItem })
  | (Base & { kind: 'headless'; item: HeadlessItem })
  | (Base & { kind: 'dead_letters'; item: LetterItem })

interface Base {
  /** stays the same from one answer to the next */
  key: string
  /** since when it waits, ISO 8601 */
  since: string
  /** whose it is, as far as somebody's */
  who: string[]
  record: RecordRef | null
}

export function rowsOf(desk: Desk): Row[] {
  const rows: Row[] = [
    ...desk.parked.map(parked),
    ...desk.kept_both.map(keptBoth),
    ...desk.duplicates.map(duplicate),
    ...desk.copies.map((item): Row => ({ ...about('copies', item.id, item.received_at, [item.author.name], item.record), kind: 'copies', item })),
    ...desk.quarantined.map((item): Row => ({ ...about('quarantined', item.id, item.received_at, [item.author.name]), kind: 'quarantined', item })),
    ...desk.headless.map(headless),
    ...desk.dead_letters.map((item): Row => ({ ...about('dead_letters', item.subject, item.since, []), kind: 'dead_letters', item })),
  ]
  return rows.sort((a, b) => a.since.localeCompare(b.since) || a.key.localeCompare(b.key))
}

/** How many of each kind. */
export function countsOf(rows: readonly Row[]): Record<Kind, number> {
  return Object.fromEntries(KINDS.map((kind) => [kind, rows.filter((row) => row.kind === kind).length])) as Record<Kind, number>
}

/** What tells whether a row is still as it was when something was asked for: only a retry may leave it there. */
export function markOf({ item }: Row): string {
  return 'attempts' in item ? String(item.attempts) : ''
}

export function isSettleable(row: Row): row is SettleableRow {
  return 'settle_as' in row.item
}

/** The names of all people whom the answer mentions, by id: values name people by theirs. */
export function namesIn(value: unknown): Map<string, string> {
  const names = new Map<string, string>()
  const walk = (found: unknown): void => {
    if (Array.isArray(found)) return found.forEach(walk)
    if (typeof found !== 'object' || found === null) return
    const { id, code, name } = found as Record<string, unknown>
    const key = id ?? code
    if (typeof key === 'string' && typeof name === 'string') names.set(key, name)
    Object.values(found).forEach(walk)
  }
  walk(value)
  return names
}

function parked(item: ParkedItem): Row {
  const kind = item.disputed ? 'disputed' : 'parked'
  return { ...about('parked', item.event.id, item.event.received_at, [item.event.by.name], item.record), kind, item }
}

function keptBoth(item: KeptBothItem): Row {
  const since = item.values.map((one) => one.at).sort().at(-1) ?? ''
  const who = [...new Set(item.values.map((one) => one.by.name))]
  return { ...about('kept_both', `${item.record.id}|${item.field}`, since, who, item.record), kind: 'kept_both', item }
}

function duplicate(item: DuplicateItem): Row {
  return { ...about('duplicates', item.record.id, item.record.on, [], item.record), kind: 'duplicates', item }
}

function headless(item: HeadlessItem): Row {
  const who = [...new Set(item.events.map((event) => event.by.name))]
  return { ...about('headless', item.subject, item.since, who), kind: 'headless', item }
}

function about(list: string, id: string, since: string, who: string[], record: RecordRef | null = null): Base {
  return { key: `${list}|${id}`, since, who, record }
}
