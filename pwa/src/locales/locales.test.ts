import { describe, expect, it } from 'vitest'

import commonEn from './common.en'
import commonZh from './common.zh-CN'
import deviceEn from './device.en'
import deviceZh from './device.zh-CN'
import fieldEn from './field.en'
import fieldZh from './field.zh-CN'

type Tree = { [key: string]: string | Tree }

function flat(tree: Tree, path = ''): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === 'string' ? [[path + key, value] as const] : [...flat(value, `${path}${key}.`)],
    ),
  )
}
const holes = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort()

describe.each([
  ['common', commonZh as Tree, commonEn as Tree],
  ['field', fieldZh as Tree, fieldEn as Tree],
  ['device', deviceZh as Tree, deviceEn as Tree],
])('the words of %s', (_half, zh, en) => {
  it('are there in both languages with the same places to fill', () => {
    const english = flat(en)
    for (const [key, text] of flat(zh)) expect([key, holes(english.get(key) ?? '')]).toEqual([key, holes(text)])
  })

  it('are all said: none empty, no Chinese left in the English', () => {
    for (const [key, text] of flat(en)) {
      expect(text, key).not.toBe('')
      expect(text, key).not.toMatch(/\p{Script=Han}/u)
    }
  })
})
