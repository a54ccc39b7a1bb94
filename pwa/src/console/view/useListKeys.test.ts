import { mount } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import { defineComponent, h } from 'vue'
import { neighbour, useListKeys } from './useListKeys'

describe('the row beside the current one', () => {
  it('stays at the ends', () => {
    expect(neighbour(['a', 'b', 'c'], 'a', 1)).toBe('b')
    expect(neighbour(['a', 'b', 'c'], 'c', 1)).toBe('c')
    expect(neighbour(['a', 'b', 'c'], 'a', -1)).toBe('a')
  })

  it('starts where one comes from, also when the current row is no longer shown', () => {
    expect(neighbour(['a', 'b'], '', 1)).toBe('a')
    expect(neighbour(['a', 'b'], 'gone', -1)).toBe('b')
    expect(neighbour([], '', 1)).toBe('')
  })
})

describe('the keyboard of a list', () => {
  const done: string[] = []
  let current = ''
  const Page = defineComponent({
    setup() {
      useListKeys({
        ids: () => ['a', 'b'],
        current: () => current,
        move: (id) => {
          current = id
          done.push(`move ${id}`)
        },
        close: () => done.push('close'),
        help: () => done.push('help'),
        filter: () => done.push('filter'),
      })
      return () => h('input')
    },
  })

  afterEach(() => {
    done.length = 0
    current = ''
  })

  function press(key: string, target: EventTarget = document.body) {
    target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
  }

  it('moves, closes and explains', () => {
    const page = mount(Page, { attachTo: document.body })
    for (const key of ['j', 'j', 'k', 'Escape', '?', '/', 'x']) press(key)
    expect(done).toEqual(['move a', 'move b', 'move a', 'close', 'help', 'filter'])
    page.unmount()
  })

  it('leaves typing alone, and lets go with its page', () => {
    const page = mount(Page, { attachTo: document.body })
    press('j', page.element)
    page.unmount()
    press('j')
    expect(done).toEqual([])
  })
})
