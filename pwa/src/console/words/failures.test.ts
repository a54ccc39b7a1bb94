import { describe, expect, it } from 'vitest'
import { ApiProblem, Unreachable } from '@/api/client'
import { describeFailure, isForbidden, linesOf } from './failures'

describe('a failure in words', () => {
  it('tells a server that is away from one that refuses', () => {
    expect(describeFailure(new Unreachable()).kind).toBe('away')
    expect(describeFailure(new ApiProblem(403, 'outside_area', 'Forbidden', '路口镇不在您的管辖范围内。'))).toEqual({
      kind: 'refused',
      words: '路口镇不在您的管辖范围内。',
      fields: [],
    })
  })

  it('names the fields that the server found fault with', () => {
    const problem = new ApiProblem(422, 'invalid', 'Unprocessable', '提交的内容有误。', { members: ['Shorter than minimum length 1.'] })
    expect(describeFailure(problem).fields).toEqual(['members: Shorter than minimum length 1.'])
  })

  it('shows no internals of what is broken', () => {
    expect(describeFailure(new TypeError('x is not a function'))).toEqual({ kind: 'broken', words: null, fields: [] })
  })

  it('knows a missing right', () => {
    expect(isForbidden(new ApiProblem(403, 'forbidden', '', ''))).toBe(true)
    expect(isForbidden(new ApiProblem(404, 'not_found', '', ''))).toBe(false)
    expect(isForbidden(new Unreachable())).toBe(false)
  })
})

describe('the errors of a schema', () => {
  it('become one line for each field', () => {
    expect(linesOf({ text: ['Longer than 300.'], point: { lat: ['Not a number.'], lon: ['Missing.'] } })).toEqual([
      'text: Longer than 300.',
      'point.lat: Not a number.',
      'point.lon: Missing.',
    ])
  })

  it('are none for what is no error list', () => {
    expect(linesOf(null)).toEqual([])
    expect(linesOf(7)).toEqual([])
    expect(linesOf('broken')).toEqual(['broken'])
  })
})
