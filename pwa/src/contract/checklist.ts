/** A checklist's questions, and what is to be said of answers to them: the twin of server/checklists/forms.py, held to
 * the same vectors. */
import { evaluate, holds, isCalendarDay, type Expression } from './expressions'
import type { Worded } from './contract'

export type QuestionKind = 'group' | 'item' | 'text' | 'integer' | 'decimal' | 'date' | 'one' | 'many' | 'photo' | 'note' | 'calculate'
export type Answer = string | number | readonly string[] | null | undefined
export type GivenAnswers = Readonly<Record<string, Answer>>
export type Problem = 'missing' | 'unfit' | 'constraint'

export interface Choice {
  name: string
  label: Worded
}

export interface Question {
  name: string
  kind: QuestionKind
  label: Worded
  hint?: Worded
  relevant?: Expression
  required?: Expression
  constraint?: Expression
  constraint_message?: Worded
  calculate?: Expression
  choices?: Choice[]
  children?: Question[]
  /** of an item: kinds of units, the first of them leads */
  owners?: string[]
  /** of an item: within how many days, null for the usual limit */
  days?: number | null
  category?: string
}

const SILENT: readonly QuestionKind[] = ['group', 'note', 'calculate']

/** All questions in their order, each group before its own. */
export function flat(questions: readonly Question[]): Question[] {
  return questions.flatMap((one) => [one, ...flat(one.children ?? [])])
}

export interface Sheet {
  isAsked: (name: string) => boolean
  /** the answer as an expression, or a text with `${name}`, sees it */
  value: (name: string) => string
  /** of a question that is asked: what is wrong with its answer */
  problem: (name: string) => Problem | null
}

/** A checklist with the answers given so far. */
export function sheetOf(questions: readonly Question[], answers: GivenAnswers, today: string): Sheet {
  const known = new Map<string, { question: Question; group: string | null }>()
  const note = (some: readonly Question[], group: string | null): void => {
    for (const question of some) {
      known.set(question.name, { question, group })
      note(question.children ?? [], question.name)
    }
  }
  note(questions, null)

  const scope = (own: string) => ({ get: value, own, today })
  const isAsked = kept((name: string): boolean => {
    const { question, group } = known.get(name) ?? {}
    if (!question || (group && !isAsked(group))) return false
    return question.relevant === undefined || holds(question.relevant, scope(plain(answers[name])))
  })
  const value: (name: string) => string = kept((name: string): string => {
    const question = known.get(name)?.question
    if (!question || !isAsked(name)) return ''
    return question.calculate === undefined || question.kind !== 'calculate' ? plain(answers[name]) : plain(evaluate(question.calculate, scope('')))
  })
  const problem = (name: string): Problem | null => {
    const question = known.get(name)?.question
    if (!question || SILENT.includes(question.kind)) return null
    const own = plain(answers[name])
    if (own === '') return question.required !== undefined && holds(question.required, scope(own)) ? 'missing' : null
    if (!fits(question, answers[name])) return 'unfit'
    return question.constraint === undefined || holds(question.constraint, scope(own)) ? null : 'constraint'
  }
  return { isAsked, value, problem }
}

/** The names of what is asked under these answers, and what is wrong with them. */
export function examine(questions: readonly Question[], answers: GivenAnswers, today: string): { asked: string[]; problems: Record<string, Problem> } {
  const sheet = sheetOf(questions, answers, today)
  const asked = flat(questions).map(({ name }) => name).filter((name) => sheet.isAsked(name))
  const problems: Record<string, Problem> = {}
  for (const name of asked) {
    const problem = sheet.problem(name)
    if (problem) problems[name] = problem
  }
  return { asked, problems }
}

/** A text with the answers it names put in their place. */
export function filled(text: string, sheet: Sheet): string {
  return text.replace(/\$\{\s*([A-Za-z_][\w.-]*)\s*\}/g, (_whole, name: string) => sheet.value(name))
}

function plain(answer: Answer | boolean): string {
  if (answer === null || answer === undefined) return ''
  return Array.isArray(answer) ? answer.join(' ') : String(answer as string | number | boolean)
}

function fits({ kind, choices = [] }: Question, answer: Answer): boolean {
  const among = (one: string): boolean => choices.some(({ name }) => name === one)
  switch (kind) {
    case 'integer':
      return Number.isInteger(answer)
    case 'decimal':
      return Number.isFinite(answer)
    case 'many':
      return Array.isArray(answer) && answer.every((one: string) => among(one))
    case 'photo':
      return Array.isArray(answer)
    case 'date':
      return typeof answer === 'string' && isCalendarDay(answer)
    case 'one':
    case 'item':
      return typeof answer === 'string' && among(answer)
    default:
      return typeof answer === 'string'
  }
}

function kept<T>(find: (name: string) => T): (name: string) => T {
  const found = new Map<string, T>()
  return (name) => {
    if (!found.has(name)) found.set(name, find(name))
    return found.get(name) as T
  }
}
