import { beforeEach, describe, expect, it } from 'vitest'

import { amendPhoto, dropPhotos, keepPhoto, photosOf, photosToSend, type NewPhoto } from './photos'

import { aPhone, killTab, LEAD } from '../../tests/phone'

const aPhoto = (id: string, user = LEAD.user): NewPhoto => ({
  id,
  user,
  record: 'pf:1',
  mime: 'image/jpeg',
  full: { bytes: new Blob(['full']), sha256: 'f' },
  thumb: { bytes: new Blob(['t']), sha256: 't' },
})
const states = async (user = LEAD.user) => (await photosToSend(user)).map((photo) => [photo.id, photo.state])

beforeEach(() => aPhone())

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
})
