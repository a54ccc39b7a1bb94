import { beforeEach, describe, expect, it, vi } from 'vitest'

import { openEntries } from '@/db/manifest'
import { readSetting } from '@/db/settings'

import { aLead, reopen } from '../../tests/lost'
import { LEAD, killTab } from '../../tests/phone'
import { aPatrol, endsElsewhere, RUNNING } from '../../tests/patrol'
import { rawText } from '../../tests/raw'

import { legsOf, useTrack, wayOf, type Track } from './track'

const SHIFT = 'shift:1'
const MINUTE = 60_000
const step = (n: number) => ({ lat: 30.44 + n * 0.0005, lon: 114.87 })
/** so many minutes after the beginning, on a straight way of 55 m a minute */
const walk = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at).reduce(
  (before, n) => before.then(() => useTrack().note(step(n), 10, n * MINUTE)), Promise.resolve(),
)
const shape = () => useTrack().track?.stretches.map(({ points, ended }) => [points.length, ended])

beforeEach(aLead)

describe('a track', () => {
  it('is not kept unless somebody wishes it', async () => {
    await walk(0, 3)
    expect(useTrack().track).toBe(null)
    expect(await readSetting(`track:${LEAD.user}`)).toBe(undefined)
  })

  it('leaves out what is standing and what is uncertain', async () => {
    const track = useTrack()
    await track.begin(SHIFT)
    await track.note(step(0), 10, 0)
    await track.note({ lat: 30.44005, lon: 114.87 }, 10, MINUTE)
    await track.note(step(2), 80, 2 * MINUTE)
    await track.note(step(2), 20, 3 * MINUTE)
    expect(shape()).toEqual([[2, null]])
  })

  it('has a gap with its reason for each time that nothing was noted', async () => {
    const track = useTrack()
    await track.begin(SHIFT)
    await walk(0, 2)
    await track.interrupt('hidden')
    await track.interrupt('no_fix') // already interrupted: the first reason is the true one
    await walk(10, 11)
    await track.interrupt('denied')
    await walk(20, 20)
    expect(shape()).toEqual([[3, 'hidden'], [2, 'denied'], [1, null]])
    expect(legsOf(track.track).map(({ from, to, metres, why }) => [from / MINUTE, to / MINUTE, metres === null ? why : Math.round(metres / 10) * 10])).toEqual([
      [0, 2, 110], [2, 10, 'hidden'], [10, 11, 60], [11, 20, 'denied'], [20, 20, 0],
    ])
    const way = wayOf(track.track, (why) => `(${why})`)
    expect(way?.pieces.map((piece) => piece.length)).toEqual([3, 2, 1])
    expect(way?.gaps.map(({ from, to, why }) => [from.lat, to.lat, why])).toEqual([[step(2).lat, step(10).lat, '(hidden)'], [step(11).lat, step(20).lat, '(denied)']])
  })

  it('outlives a killed page, with that as the reason of the gap', async () => {
    await aPatrol([{ code: 'c1' }])
    await useTrack().begin(RUNNING)
    await walk(0, 2)
    await killTab()
    await reopen()
    await useTrack().load(RUNNING)
    expect([shape(), useTrack().on]).toEqual([[[3, 'closed']], false])
    await useTrack().begin(RUNNING)
    await walk(5, 6)
    expect(shape()).toEqual([[3, 'closed'], [2, null]])
  })

  it('is of one shift, and gone with it', async () => {
    await useTrack().begin(SHIFT)
    await walk(0, 2)
    await useTrack().load('shift:2')
    expect([useTrack().track, await readSetting(`track:${LEAD.user}`)]).toEqual([null, undefined])
    await useTrack().begin('shift:2')
    await walk(3, 4)
    await useTrack().forget()
    await walk(5, 6)
    expect([useTrack().track, useTrack().on, await readSetting(`track:${LEAD.user}`)]).toEqual([null, false, undefined])
  })

  it('goes at the next opening when its shift has ended meanwhile, and stays while that runs', async () => {
    await aPatrol([{ code: 'c1' }])
    await useTrack().begin(RUNNING)
    await walk(0, 2)
    await useTrack().forgetEnded()
    expect(await readSetting(`track:${LEAD.user}`)).toBeDefined()
    await endsElsewhere()
    await reopen()
    await vi.waitFor(async () => expect(await readSetting(`track:${LEAD.user}`)).toBe(undefined))
  })

  it('lies sealed, and is no document: nothing of it waits to be sent', async () => {
    await useTrack().begin(SHIFT)
    await useTrack().note({ lat: 30.987654, lon: 114.87 }, 10, 0)
    expect((useTrack().track as Track).stretches).toHaveLength(1)
    expect(await rawText()).not.toContain('30.987654')
    expect(await openEntries(LEAD.user)).toEqual([])
  })

  it('nothing noted is nothing to draw', () => {
    expect([wayOf(null, String), legsOf(null)]).toEqual([null, []])
  })
})
