import { describe, expect, it } from 'vitest'

import { dropClue, keepClue, waitingClues, type Clue } from './clues'
import { newSecret, unlockWith } from './keys'
import { openDevice } from './open'

const USER = 'linjiang-grid'
const clue: Clue = { id: 'cd:01', div: '421102001001', at_dev: '2019-11-14T10:00:00+08:00', tz: 'Asia/Shanghai', envelope_no: 'QS-0071' }

describe('a clue that waits', () => {
  it('lies sealed on the disk until it is dropped', async () => {
    await unlockWith(USER, newSecret())
    await keepClue(USER, clue)
    const kept = await (await openDevice()).getAll('settings')
    expect(kept).toHaveLength(1)
    expect(JSON.stringify(kept)).not.toContain('QS-0071')
    expect(await waitingClues(USER)).toEqual([{ clue, refused: null }])
    await dropClue(USER, clue.id)
    expect(await waitingClues(USER)).toEqual([])
  })

  it('is sent all the same when an earlier version left it open', async () => {
    await unlockWith(USER, newSecret())
    await (await openDevice()).put('settings', { clue, refused: null }, `clue:${USER}:${clue.id}`)
    expect(await waitingClues(USER)).toEqual([{ clue, refused: null }])
  })
})
