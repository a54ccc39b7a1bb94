import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

import { describe, expect, it } from 'vitest'

import { examine, filled, sheetOf, type GivenAnswers, type Question } from './checklist'
import { evaluate, type Expression } from './expressions'

interface Expressions {
  answers: Record<string, string>
  own: string
  today: string
  expressions: { text: string; read: Expression; value: string | number | boolean }[]
}
interface Checklists {
  today: string
  questions: Question[]
  cases: { name: string; answers: GivenAnswers; asked: string[]; problems: Record<string, string> }[]
}

const read = (name: string): unknown => JSON.parse(readFileSync(resolve(`../tests/vectors/${name}.json`), 'utf8'))
const { answers, own, today, expressions } = read('expressions') as Expressions
const lists = read('checklists') as Checklists

describe('the twin of the server’s expressions', () => {
  it.each(expressions)('$text', ({ read: expression, value }) => {
    expect(evaluate(expression, { get: (name) => answers[name] ?? '', own, today })).toBe(value)
  })

  it('does not know what the server does not let in', () => {
    expect(() => evaluate(['pulldata', 'a'], { get: () => '', own, today })).toThrow('pulldata')
  })
})

describe('the twin of the server’s checklists', () => {
  it.each(lists.cases)('$name', ({ answers: given, asked, problems }) => {
    expect(examine(lists.questions, given, lists.today)).toEqual({ asked, problems })
  })

  it('puts answers into the texts that name them', () => {
    const sheet = sheetOf(lists.questions, { near: 'no', n: 4 }, lists.today)
    expect(filled('共 ${twice} 处，${n}、${nothing}', sheet)).toBe('共 8 处，4、')
  })
})
