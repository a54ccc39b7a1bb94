import { beforeEach, describe, expect, it, vi } from 'vitest'

import { readDraft, saveDraft } from './drafts'
import { forgetKeys, Locked, newSecret, openText, sealText, unlockWith } from './keys'
import { makeLock, readLock, wrapBy } from './lock'
import { entryOf, openEntries, settle } from './manifest'
import { destroyDocuments, openBare, openDevice, openDocuments } from './open'
import { keepPhoto, photoFile, photosOf } from './photos'
import { secure } from './secure'
import { snapshotMark } from './snapshot'
import { repair, write } from './write'

import { aCheckin, anEntry, aPhone, killTab, LEAD, open, PATROL, SECRET } from '../../tests/phone'
import { rawText } from '../../tests/raw'

const ME = LEAD.user
const SECRETS = ['张三家', '路灯不亮', '贴纸损坏', 'jpeg-of-a-face', '他的话']
const patrol = () => openDocuments(ME, PATROL)
const aPhoto = () => ({
  id: 'att:1',
  user: ME,
  record: 'pf:1',
  mime: 'image/jpeg',
  full: { bytes: new Blob(['jpeg-of-a-face']), sha256: 'f' },
  thumb: { bytes: new Blob(['jpeg-of-a-face, small']), sha256: 't' },
})

beforeEach(async () => {
  await aPhone()
  await makeLock(ME)
  await wrapBy(ME, 'pin', '246810', SECRET)
})

/** A phone as it was before there were keys: unsent work, a draft, a photo, what came from the server. */
async function aPlainPhone(): Promise<string> {
  const { fields, _id, type } = aCheckin()
  const body = { _id, type, v: 1, div: LEAD.div, wrote: { by: ME, dev: 'dev-a', dseq: 1 }, at_dev: '2026-11-23T08:00:00.000+08:00', tz: 'x', ...fields }
  const bare = openBare(ME, PATROL)
  const { rev } = await bare.put(body)
  await bare.put({ _id: 'pf:2', text: '路灯不亮' })
  const first = await bare.put({ _id: 'pf:3', text: '张三家' })
  await bare.put({ _id: 'pf:3', _rev: first.rev, text: '张三家的狗' })
  await bare.remove(await bare.get('pf:2'))
  await bare.put({ _id: '_local/xunge-snapshot', since: 7, complete: true } as never)
  await bare.close()
  const device = await openDevice()
  await device.put('manifest', anEntry({ id: _id, rev, state: 'saved', sent_at: null, body, words: { en: '他的话' } }))
  await device.put('settings', 1, 'dseq:dev-a')
  await device.put('drafts', { user: ME, form: 'find:s1', at: 'x', fields: { text: '路灯不亮', photos: [new Blob(['jpeg-of-a-face'])] } })
  const { full, thumb, ...rest } = aPhoto()
  const part = (one: typeof full) => ({ ...one, size: one.bytes.size, upload_url: null })
  await device.put('photos', { ...rest, state: 'thumb_sent', reason: null, sent_bytes: 3, full: part(full), thumb: part(thumb) })
  return _id
}

async function everythingIsThere(id: string): Promise<void> {
  const entry = await entryOf(id)
  expect(entry).toMatchObject({ state: 'saved', dseq: 1, body: { reason: '贴纸损坏' }, words: { en: '他的话' } })
  expect((await patrol().get(id))._rev).toBe(entry?.rev)
  expect(await patrol().get('pf:3', { revs: true })).toMatchObject({ text: '张三家的狗', _revisions: { start: 2 } })
  await expect(patrol().get('pf:2')).rejects.toMatchObject({ reason: 'deleted' })
  const draft = await readDraft<{ text: string; photos: Blob[] }>(ME, 'find:s1')
  expect([draft?.text, await draft?.photos[0]?.text()]).toEqual(['路灯不亮', 'jpeg-of-a-face'])
  const [photo] = await photosOf('pf:1')
  if (!photo) throw new Error('no photo')
  expect(photo).toMatchObject({ state: 'thumb_sent', sent_bytes: 3 })
  expect(await (await photoFile(photo, 'full'))?.text()).toBe('jpeg-of-a-face')
  expect((await write(LEAD, aCheckin())).dseq).toBe(2)
}

describe('what is written', () => {
  it('lies sealed on the disk: documents, manifest, drafts, photos', async () => {
    const { id } = await write(LEAD, aCheckin())
    await settle(id, { state: 'needs_you', reason: 'x', words: { en: '他的话' } })
    await patrol().put({ _id: 'pf:3', text: '张三家' })
    await saveDraft(ME, 'find:s1', { text: '路灯不亮', photo: new Blob(['jpeg-of-a-face']) })
    await keepPhoto(aPhoto())
    const raw = await rawText()
    expect(SECRETS.filter((word) => raw.includes(word))).toEqual([])
    expect(raw).toContain(id)
    expect(await patrol().get('pf:3')).toMatchObject({ text: '张三家' })
    expect((await entryOf(id))?.words).toEqual({ en: '他的话' })
  })

  it('is nobody’s to read while its author’s data is closed', async () => {
    const { id } = await write(LEAD, aCheckin())
    await killTab()
    forgetKeys(ME)
    expect(await entryOf(id)).toMatchObject({ state: 'saved', body: null })
    expect(() => patrol()).toThrow(Locked)
    await expect(saveDraft(ME, 'x', {})).rejects.toThrow(Locked)
    await open(ME)
    expect((await entryOf(id))?.body).toMatchObject({ reason: '贴纸损坏' })
  })

  it('does not open at another place, nor with another key', async () => {
    const sealed = await sealText(ME, 'pf:3', { text: '张三家' })
    expect(await openText(ME, 'pf:3', sealed)).toBe('{"text":"张三家"}')
    await expect(openText(ME, 'pf:4', sealed)).rejects.toThrow()
    await unlockWith(ME, newSecret())
    await expect(openText(ME, 'pf:3', sealed)).rejects.toThrow()
  })

  it('has the same revision when it is written again', async () => {
    const { rev } = await patrol().put({ _id: 'pf:3', text: '张三家' })
    await destroyDocuments(ME, [PATROL])
    expect((await patrol().put({ _id: 'pf:3', text: '张三家' })).rev).toBe(rev)
  })
})

describe('a phone from before there were keys', () => {
  it('loses nothing and keeps nothing plain', async () => {
    const id = await aPlainPhone()
    const before = await rawText()
    expect(SECRETS.filter((word) => !before.includes(word))).toEqual([])
    await secure(ME, [PATROL])
    const raw = await rawText()
    expect(SECRETS.filter((word) => raw.includes(word))).toEqual([])
    await everythingIsThere(id)
  })

  it('goes on from the mark of its first copy', async () => {
    await aPlainPhone()
    await secure(ME, [PATROL])
    expect(await snapshotMark(patrol())).toMatchObject({ since: 7, complete: true, carried: true })
  })

  it.each([0, 1, 2, 3, 5, 8, 13])('loses nothing when it is killed at step %i, and goes on', async (steps) => {
    const id = await aPlainPhone()
    const encrypt = crypto.subtle.encrypt.bind(crypto.subtle)
    let left = steps
    const killing = vi.spyOn(crypto.subtle, 'encrypt').mockImplementation((...given) => {
      if (left <= 0) return Promise.reject(new Error('killed'))
      left -= 1
      return encrypt(...given)
    })
    await secure(ME, [PATROL]).catch(() => undefined)
    killing.mockRestore()
    await killTab()
    await secure(ME, [PATROL])
    const raw = await rawText()
    expect(SECRETS.filter((word) => raw.includes(word))).toEqual([])
    await everythingIsThere(id)
  })

  it('tells how far it is', async () => {
    await aPlainPhone()
    const told: { done: number; of: number }[] = []
    await secure(ME, [PATROL], (progress) => told.push(progress))
    expect(told.length).toBeGreaterThan(2)
    expect(told).toEqual(told.map((_, done) => ({ done, of: told.length })))
  })

  it('is done once, and a document that an old tab left is sealed with the next unlocking', async () => {
    const id = await aPlainPhone()
    await secure(ME, [PATROL])
    expect((await readLock(ME))?.moved).toBe(true)
    const entry = await entryOf(id)
    const other = aCheckin()._id
    const late = { ...(entry ?? anEntry()), id: other, dseq: 9, rev: '1-abc', body: { ...(entry?.body ?? anEntry().body), _id: other } }
    await (await openDevice()).put('manifest', late as never)
    await secure(ME, [PATROL])
    expect(await repair(ME)).toEqual([other])
    expect((await patrol().get(other))._rev).toBe('1-abc')
    expect((await openEntries(ME)).map((one) => one.dseq)).toEqual([1, 9])
  })
})
