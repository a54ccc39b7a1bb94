/** Sorting of a list by one of its columns; the order is written in the URL as `column` or `-column`. */

export type Value = string | number | null | undefined

export interface Order {
  column: string
  descending: boolean
}

/** Reads `team` or `-team`; null when the text names none of the columns. */
export function readOrder(text: string, columns: readonly string[]): Order | null {
  const descending = text.startsWith('-')
  const column = descending ? text.slice(1) : text
  return columns.includes(column) ? { column, descending } : null
}

export function writeOrder(order: Order | null): string {
  if (!order) return ''
  return order.descending ? `-${order.column}` : order.column
}

/** What a click on a column's heading makes of the order: ascending, descending, then the list's own. */
export function nextOrder(order: Order | null, column: string): Order | null {
  if (order?.column !== column) return { column, descending: false }
  return order.descending ? null : { column, descending: true }
}

/** A sorted copy. Rows without a value stay last in both directions; equal rows keep their order. */
export function sorted<Row>(rows: readonly Row[], order: Order | null, valueOf: (row: Row, column: string) => Value): Row[] {
  if (!order) return [...rows]
  const sign = order.descending ? -1 : 1
  return [...rows].sort((a, b) => compare(valueOf(a, order.column), valueOf(b, order.column), sign))
}

const collator = new Intl.Collator('zh-CN', { numeric: true })

function compare(a: Value, b: Value, sign: number): number {
  const missing = Number(isMissing(a)) - Number(isMissing(b))
  if (missing !== 0 || isMissing(a)) return missing
  if (typeof a === 'number' && typeof b === 'number') return sign * (a - b)
  return sign * collator.compare(String(a), String(b))
}

function isMissing(value: Value): boolean {
  return value === null || value === undefined || value === ''
}
