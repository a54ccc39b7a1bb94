import { beforeEach, describe, expect, it } from 'vitest'

import { openDocuments } from './open'
import { keepPaper, paperArrived, waitingPaper } from './papers'
import type { Author } from './write'

import { anInspection, aPhone } from '../../tests/phone'

const INSPECTOR: Author = { user: 'chibi-inspector', div: '421102001' }
const WORK = 'work_421102001'
const ID = anInspection(WORK)._id

beforeEach(() => aPhone('dev-a', INSPECTOR.user))

const keep = (text: string) => keepPaper(INSPECTOR, anInspection(WORK, text), 'submitted_at')
const stored = () => openDocuments(INSPECTOR.user, WORK).get<{ text: string }>(ID)

describe('a paper that is not signed yet', () => {
  it('is kept as it is now, also one whose documents have no chain', async () => {
    expect(await keep('门口')).toBe(true)
    expect(await keep('门口有摊')).toBe(true)
    expect(await stored()).toMatchObject({ text: '门口有摊' })
    expect(await stored()).not.toHaveProperty('prev')
  })

  it('waits for the server from its first word on', async () => {
    expect(await waitingPaper(INSPECTOR.user, WORK)).toBeNull()
    await keep('门口')
    expect(await waitingPaper(INSPECTOR.user, WORK)).toBe((await stored())._rev)
  })

  it('waits no more when its newest words have arrived, and goes on waiting after older ones', async () => {
    await keep('门口')
    const first = (await stored())._rev
    await keep('门口有摊')
    await paperArrived(INSPECTOR.user, WORK, first)
    const second = await waitingPaper(INSPECTOR.user, WORK)
    expect(second).toBe((await stored())._rev)
    await paperArrived(INSPECTOR.user, WORK, second ?? '')
    expect(await waitingPaper(INSPECTOR.user, WORK)).toBeNull()
  })

  it('stays as it is once it has been signed', async () => {
    await openDocuments(INSPECTOR.user, WORK).put({ _id: ID, text: '已提交', submitted_at: '2026-11-23T08:00:00+08:00' })
    expect(await keep('又写')).toBe(false)
    expect(await stored()).toMatchObject({ text: '已提交' })
    expect(await waitingPaper(INSPECTOR.user, WORK)).toBeNull()
  })
})
