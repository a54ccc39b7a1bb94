import { describe, expect, it } from 'vitest'
import { nextOrder, readOrder, sorted, writeOrder } from './sorting'

interface Row {
  team: string | null
  late: number | null
}

const rows: Row[] = [
  { team: '二队', late: 480 },
  { team: '一队', late: null },
  { team: '三队', late: 5 },
  { team: null, late: 60 },
]
const valueOf = (row: Row, column: string) => row[column as keyof Row]

describe('sorted', () => {
  it('sorts numbers as numbers, and what has none last in both directions', () => {
    expect(sorted(rows, { column: 'late', descending: false }, valueOf).map((r) => r.late)).toEqual([5, 60, 480, null])
    expect(sorted(rows, { column: 'late', descending: true }, valueOf).map((r) => r.late)).toEqual([480, 60, 5, null])
  })

  it('sorts Chinese by pronunciation and numbers within names by value', () => {
    const teams = ['张村10队', '李村', '张村2队'].map((team) => ({ team, late: 0 }))
    expect(sorted(teams, { column: 'team', descending: false }, valueOf).map((r) => r.team)).toEqual(['李村', '张村2队', '张村10队'])
  })

  it('leaves the given rows as they were and keeps their order without one', () => {
    const before = [...rows]
    expect(sorted(rows, null, valueOf)).toEqual(rows)
    sorted(rows, { column: 'late', descending: true }, valueOf)
    expect(rows).toEqual(before)
  })

  it('is stable', () => {
    const same = [{ team: 'b', late: 1 }, { team: 'a', late: 1 }]
    expect(sorted(same, { column: 'late', descending: true }, valueOf).map((r) => r.team)).toEqual(['b', 'a'])
  })
})

describe('the order in the URL', () => {
  it('goes there and back', () => {
    const order = readOrder('-late', ['late', 'team'])
    expect(order).toEqual({ column: 'late', descending: true })
    expect(writeOrder(order)).toBe('-late')
    expect(writeOrder(null)).toBe('')
  })

  it('ignores a column that the list does not have', () => {
    expect(readOrder('-secret', ['late'])).toBeNull()
    expect(readOrder('', ['late'])).toBeNull()
  })

  it('turns with each click and ends at the list’s own order', () => {
    const first = nextOrder(null, 'late')
    const second = nextOrder(first, 'late')
    expect([first?.descending, second?.descending, nextOrder(second, 'late')]).toEqual([false, true, null])
    expect(nextOrder(second, 'team')).toEqual({ column: 'team', descending: false })
  })
})
