import { describe, expect, it } from 'vitest'
import { roomFor, widthOf } from './labels'

describe('names on the map', () => {
  it('keeps the first of two that would run over each other', () => {
    const box = { width: 60, height: 16 }
    const labels = [
      { id: 'a', x: 0, y: 0, ...box },
      { id: 'b', x: 30, y: 8, ...box },
      { id: 'c', x: 0, y: 16, ...box },
    ]
    expect([...roomFor(labels)]).toEqual(['a', 'c'])
  })

  it('lets a name stand where only a hidden one is in the way', () => {
    const box = { width: 20, height: 10 }
    const labels = [
      { id: 'a', x: 0, y: 0, ...box },
      { id: 'b', x: 15, y: 0, ...box },
      { id: 'c', x: 30, y: 0, ...box },
    ]
    expect([...roomFor(labels)]).toEqual(['a', 'c'])
  })

  it('counts a Chinese character as a square', () => {
    expect(widthOf('临江码头', 12)).toBe(48)
    expect(widthOf('No', 10)).toBeCloseTo(11.2)
  })
})
