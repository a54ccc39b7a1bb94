import { beforeEach, describe, expect, it, vi } from 'vitest'

import { clearDrafts, dropDraft, openDrafts, readDraft, saveDraft } from './drafts'

import { aPhone, killTab, open } from '../../tests/phone'

beforeEach(async () => {
  await aPhone()
  await open('a', 'b')
})

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

  it('keep their photos, sealed once for all the keys typed beside them', async () => {
    const photo = new Blob(['photo'], { type: 'image/jpeg' })
    const sealing = vi.spyOn(crypto.subtle, 'encrypt')
    for (const text of ['一', '一二', '一二三']) await saveDraft('a', 'find:s1', { text, photos: [{ full: { bytes: photo } }] })
    expect(sealing).toHaveBeenCalledTimes(4)
    await killTab()
    const left = await readDraft<{ photos: { full: { bytes: Blob } }[] }>('a', 'find:s1')
    const [kept] = left?.photos ?? []
    expect(await kept?.full.bytes.text()).toBe('photo')
    expect(kept?.full.bytes.type).toBe('image/jpeg')
  })
})
