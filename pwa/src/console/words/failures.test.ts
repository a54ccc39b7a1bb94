import { describe, expect, it } from 'vitest'
import { ApiProblem, Unreachable } from '@/api/client'
import { describeFailure } from './failures'

describe('a failure in words', () => {
  it('tells a server that is away from one that refuses', () => {
    expect(describeFailure(new Unreachable()).kind).toBe('away')
    expect(describeFailure(new ApiProblem(403, 'outside_area', '无权查看', '路口镇不在您的管辖范围内。'))).toEqual({
      kind: 'refused',
      title: '无权查看',
      detail: '路口镇不在您的管辖范围内。',
    })
  })

  it('says a thing once, and shows no internals of what is broken', () => {
    expect(describeFailure(new ApiProblem(404, 'not_found', '没有找到。', '没有找到。')).detail).toBeNull()
    expect(describeFailure(new TypeError('x is not a function'))).toEqual({ kind: 'broken', title: null, detail: null })
  })
})
