import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { defineComponent, h } from 'vue'

import { useSaving, type Saving } from './useSaving'

import { i18n, useWords } from '@/locales'

async function aForm(): Promise<Saving> {
  await useWords('field')
  const made: Saving[] = []
  const form = defineComponent({
    setup() {
      made.push(useSaving())
      return () => h('div')
    },
  })
  mount(form, { global: { plugins: [i18n] } })
  const [saving] = made
  if (!saving) throw new Error('the form did not open')
  return saving
}

describe('saving a form', () => {
  it('is done once by a double tap', async () => {
    const { save, busy } = await aForm()
    let written = 0
    const work = async () => {
      await Promise.resolve()
      written += 1
    }
    expect(await Promise.all([save(work), save(work)])).toEqual([true, false])
    expect(written).toBe(1)
    expect(busy.value).toBe(false)
  })

  it('says in words that the phone is full, in the browser’s way and in PouchDB’s', async () => {
    const { save, failure } = await aForm()
    await save(() => Promise.reject(new DOMException('x', 'QuotaExceededError')))
    expect(failure.value).toContain('空间已满')
    await save(() => Promise.reject({ status: 500, name: 'indexed_db_went_bad', reason: 'QuotaExceededError' }))
    expect(failure.value).toContain('空间已满')
    await save(async () => undefined)
    expect(failure.value).toBe('')
  })
})
