import { beforeEach, describe, expect, it } from 'vitest'

import { clearDrafts, dropDraft, openDrafts, readDraft, saveDraft } from './drafts'

import { aPhone, killTab } from '../../tests/phone'

beforeEach(() => aPhone())

describe('drafts', () => {
  it('come back after the tab was killed', async () => {
    await saveDraft('a', 'find:s1', { text: '路灯不', photos: [] })
    await saveDraft('a', 'find:s1', { text: '路灯不亮', photos: [] })
    await killTab()
    expect(await readDraft('a', 'find:s1')).toEqual({ text: '路灯不亮', photos: [] })
  })

  it('belong to one person', async () => {
    await saveDraft('a', 'find:s1', { text: 'a' })
    await saveDraft('b', 'find:s1', { text: 'b' })
    await dropDraft('b', 'find:s1')
    expect(await readDraft('b', 'find:s1')).toBeNull()
    expect((await openDrafts('a')).map((draft) => draft.form)).toEqual(['find:s1'])
    await clearDrafts('a')
    expect(await openDrafts('a')).toEqual([])
  })
})
