import { describe, expect, it } from 'vitest'

import { alone } from './locks'

const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

describe('a lock over all tabs', () => {
  it('is one tab’s at a time', async () => {
    const done: string[] = []
    const work = (name: string, ms: number) => async () => {
      await later(ms)
      done.push(name)
    }
    await Promise.all([alone('a', 1000, work('first', 20)), alone('a', 1000, work('second', 0))])
    expect(done).toEqual(['first', 'second'])
  })

  it('is taken over from a tab that the system froze', async () => {
    void alone('b', 1000, () => new Promise(() => undefined))
    expect(await alone('b', 20, async () => 'saved')).toBe('saved')
  })

  it('passes the work’s own failure on', async () => {
    const failing = alone('c', 1000, () => Promise.reject(new Error('full')))
    await expect(failing).rejects.toThrow('full')
    expect(await alone('c', 1000, async () => 1)).toBe(1)
  })
})
