import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createI18n } from 'vue-i18n'
import { type Photo, fetchPhoto } from '@/api/console'
import zh from '@/locales/console.zh-CN'
import FindPhoto from './FindPhoto.vue'

vi.mock('@/api/console', () => ({ fetchPhoto: vi.fn() }))

const photo: Photo = { id: 'att:01', sha256: 'ab12', size: 10, width: 4, height: 3, state: 'stored' }
let comeIntoView: () => void = () => undefined

function shown(state: Photo['state'] = 'stored') {
  const i18n = createI18n({ legacy: false, locale: 'zh-CN', messages: { 'zh-CN': zh } })
  return mount(FindPhoto, { props: { photo: { ...photo, state }, part: 'thumb', label: '照片' }, global: { plugins: [i18n] } })
}

beforeEach(() => {
  vi.stubGlobal('IntersectionObserver', class {
    constructor(seen: (entries: { isIntersecting: boolean }[]) => void) {
      comeIntoView = () => seen([{ isIntersecting: true }])
    }
    observe = () => undefined
    disconnect = () => undefined
  })
  let count = 0
  vi.spyOn(URL, 'createObjectURL').mockImplementation(() => `blob:${++count}`)
  vi.spyOn(URL, 'revokeObjectURL').mockReturnValue()
  vi.mocked(fetchPhoto).mockReset().mockResolvedValue(new Blob(['x']))
})

afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

describe('a photo', () => {
  it('is fetched when it comes into view and let go with its place', async () => {
    const place = shown()
    await flushPromises()
    expect(fetchPhoto).not.toHaveBeenCalled()

    comeIntoView()
    await flushPromises()
    expect(fetchPhoto).toHaveBeenCalledWith('att:01', 'thumb', expect.any(AbortSignal))
    expect(place.find('img').attributes('src')).toBe('blob:1')
    expect(place.attributes('data-sha256')).toBe('ab12')

    place.unmount()
    expect(URL.revokeObjectURL).toHaveBeenCalledWith('blob:1')
  })

  it('says that its bytes are on their way, and loads when they came', async () => {
    const place = shown('pending')
    comeIntoView()
    await flushPromises()
    expect(place.text()).toContain('照片传输中')
    expect(fetchPhoto).not.toHaveBeenCalled()

    await place.setProps({ photo })
    await flushPromises()
    expect(place.find('img').exists()).toBe(true)
    place.unmount()
  })

  it('can be asked for again after a failure', async () => {
    vi.mocked(fetchPhoto).mockRejectedValueOnce(new Error('away'))
    const place = shown()
    comeIntoView()
    await flushPromises()
    await place.find('button').trigger('click')
    await flushPromises()
    expect(place.find('img').exists()).toBe(true)
    place.unmount()
  })

  it('keeps nothing of a photo that arrives after its place is gone', async () => {
    let arrive: (blob: Blob) => void = () => undefined
    vi.mocked(fetchPhoto).mockReturnValueOnce(new Promise((resolve) => (arrive = resolve)))
    const place = shown()
    comeIntoView()
    place.unmount()
    arrive(new Blob(['x']))
    await flushPromises()
    expect(URL.createObjectURL).not.toHaveBeenCalled()
  })
})
