import { beforeEach, describe, expect, it } from 'vitest'

import { amendPhoto, dropPhotos, keepPhoto, photoFile, photosOf, photosToSend, type NewPhoto } from './photos'

import { aPhone, killTab, LEAD, open } from '../../tests/phone'

const aPhoto = (id: string, user = LEAD.user): NewPhoto => ({
  id,
  user,
  record: 'pf:1',
  mime: 'image/jpeg',
  full: { bytes: new Blob(['full']), sha256: 'f' },
  thumb: { bytes: new Blob(['t']), sha256: 't' },
})
const states = async (user = LEAD.user) => (await photosToSend(user)).map((photo) => [photo.id, photo.state])

beforeEach(async () => {
  await aPhone()
  await open('b')
})

describe('photos', () => {
  it('wait on the phone until all of them was sent', async () => {
    await keepPhoto(aPhoto('att:1'))
    await killTab()
    expect(await states()).toEqual([['att:1', 'waiting']])
    await amendPhoto('att:1', () => ({ state: 'thumb_sent' }))
    expect(await states()).toEqual([['att:1', 'thumb_sent']])
    await amendPhoto('att:1', () => ({ state: 'sent' }))
    expect(await states()).toEqual([])
    expect(await photosOf('pf:1')).toHaveLength(1)
  })

  it('kept twice are one, and keep how far they came', async () => {
    await keepPhoto(aPhoto('att:1'))
    await amendPhoto('att:1', (photo) => ({ state: 'thumb_sent', full: { ...photo.full, upload_url: '/u/1' } }))
    await keepPhoto(aPhoto('att:1'))
    const [photo] = await photosToSend(LEAD.user)
    expect(photo).toMatchObject({ state: 'thumb_sent', full: { upload_url: '/u/1', size: 4 } })
  })

  it('belong to one person', async () => {
    await keepPhoto(aPhoto('att:1'))
    await keepPhoto(aPhoto('att:2', 'b'))
    await dropPhotos('b')
    expect(await states('b')).toEqual([])
    expect(await states()).toEqual([['att:1', 'waiting']])
  })

  it('are the same pictures again when they are opened', async () => {
    await keepPhoto(aPhoto('att:1'))
    await killTab()
    const [photo] = await photosOf('pf:1')
    if (!photo) throw new Error('no photo')
    const opened = await photoFile(photo, 'full')
    expect([await opened?.text(), opened?.type]).toEqual(['full', 'image/jpeg'])
    expect(await photo.full.bytes?.text()).not.toContain('full')
  })
})
