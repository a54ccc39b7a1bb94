import { describe, expect, it } from 'vitest'
import { csvOf } from './csv'

describe('csvOf', () => {
  it('quotes what needs it and marks the encoding', () => {
    expect(csvOf([['队伍', '说明'], ['一队', '灯坏,"全黑"\n已报']])).toBe('\uFEFF队伍,说明\r\n一队,"灯坏,""全黑""\n已报"\r\n')
  })

  it('does not let a typed text run as a formula, and keeps negative numbers', () => {
    expect(csvOf([['=HYPERLINK("x")', '@a', -3, null]])).toBe('\uFEFF"\'=HYPERLINK(""x"")",\'@a,-3,\r\n')
  })
})
