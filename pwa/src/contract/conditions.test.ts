import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

import { describe, expect, it } from 'vitest'

import { BadCondition, holds, value, type Json, type Scope } from './conditions'

interface Vectors {
  conditions: { name: string; rule: Json; scope: Scope; holds: boolean }[]
  values: { name: string; rule: Json; scope: Scope; value: Json }[]
  bad: { name: string; rule: Json }[]
}

const vectors = JSON.parse(readFileSync(resolve('../tests/vectors/conditions.json'), 'utf8')) as Vectors

describe('the twin of the server’s conditions', () => {
  it.each(vectors.conditions)('$name', (vector) => {
    expect(holds(vector.rule, vector.scope)).toBe(vector.holds)
  })

  it.each(vectors.values)('value: $name', (vector) => {
    expect(value(vector.rule, vector.scope)).toEqual(vector.value)
  })

  it.each(vectors.bad)('bad: $name', ({ rule }) => {
    expect(() => holds(rule, {})).toThrow(BadCondition)
  })
})
