/** The versions of the schools' checklist on this phone: the one in force for what begins, each for what was begun with
 * it. The first is the shipped one, which came with the application. */
import type { Question } from '@/contract/checklist'
import { contract, type Worded } from '@/contract/contract'
import { usePatrol } from '@/stores/patrol'

/** null: the shipped version, which documents do not name */
export type Version = string | null

const ANSWERS = ['ok', 'no', 'na']

/** The version that an inspection begins with now. */
export function versionInForce(): Version {
  const newest = [...usePatrol().reference.checklists.values()].sort((a, b) => b.version - a.version)[0]
  return newest?.code ?? null
}

/** What a version asks; null when it is not on this phone. */
export function questionsOf(version: Version): Question[] | null {
  return version === null ? shipped() : (usePatrol().reference.checklists.get(version)?.questions ?? null)
}

/** What an item is called: by the shipped list, else by the newest version that has it. */
export function itemName(code: string): Worded | null {
  const known = contract.dictionaries.insp_item?.[code]
  if (known) return known
  const lists = [...usePatrol().reference.checklists.values()].sort((a, b) => b.version - a.version)
  return lists.flatMap(({ questions }) => questions).flatMap(inside).find(({ name }) => name === code)?.label ?? null
}

function inside(question: Question): Question[] {
  return [question, ...(question.children ?? []).flatMap(inside)]
}

function shipped(): Question[] {
  const groups = new Map<string, Question[]>()
  for (const [code, { group, owners, days }] of Object.entries(contract.checklist)) {
    const item: Question = { name: code, kind: 'item', label: worded('insp_item', code), required: ['true'], choices: choices(), owners, days, category: group }
    groups.set(group, [...(groups.get(group) ?? []), item])
  }
  return [...groups].map(([code, children]) => ({ name: `g-${code}`, kind: 'group', label: worded('insp_group', code), children }))
}

function choices(): { name: string; label: Worded }[] {
  return ANSWERS.map((name) => ({ name, label: worded('insp_answer', name) }))
}

function worded(dictionary: string, code: string): Worded {
  return contract.dictionaries[dictionary]?.[code] ?? { 'zh-CN': code, en: code }
}
