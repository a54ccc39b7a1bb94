/** The items of a checklist as an office edits them, and what is wrong with them. Pure. */
import type { Line } from '@/api/checklists'
import { flat, type Question } from '@/contract/checklist'

export interface EditedLine {
  code: string
  chinese: string
  english: string
  category: string
  owners: string[]
  days: string
}

export type LineProblem = 'code' | 'twice' | 'chinese' | 'english' | 'owners' | 'days'

const CODE = /^[A-Za-z][A-Za-z0-9_-]{0,29}$/
const MOST_DAYS = 90
const USUAL_DAYS = '7'

/** Whether nothing but items stands in it: anything else is changed in its workbook. */
export function isOfItems(questions: readonly Question[]): boolean {
  return flat(questions).every(({ kind, relevant }) => (kind === 'group' || kind === 'item') && relevant === undefined)
}

export function edited(questions: readonly Question[]): EditedLine[] {
  return flat(questions).filter(({ kind }) => kind === 'item').map(({ name, label, category = 'other', owners = [], days }) => ({
    code: name, chinese: label['zh-CN'], english: label.en, category, owners: [...owners], days: String(days ?? ''),
  }))
}

export function freshLine(lines: readonly EditedLine[]): EditedLine {
  const used = new Set(lines.map(({ code }) => code))
  let number = lines.length + 1
  while (used.has(codeOf(number))) number += 1
  return { code: codeOf(number), chinese: '', english: '', category: 'other', owners: [], days: USUAL_DAYS }
}

export function problemsOf(lines: readonly EditedLine[]): LineProblem[][] {
  return lines.map(({ code, chinese, english, owners, days }) => {
    const found: LineProblem[] = []
    if (!CODE.test(code)) found.push('code')
    else if (lines.filter((other) => other.code.toLowerCase() === code.toLowerCase()).length > 1) found.push('twice')
    if (!chinese.trim()) found.push('chinese')
    if (!english.trim()) found.push('english')
    if (owners.length === 0) found.push('owners')
    if (!/^\d+$/.test(days) || Number(days) < 1 || Number(days) > MOST_DAYS) found.push('days')
    return found
  })
}

export function linesOf(lines: readonly EditedLine[]): Line[] {
  return lines.map(({ code, chinese, english, category, owners, days }) => ({
    code, label: { 'zh-CN': chinese.trim(), en: english.trim() }, category, owners, days: Number(days),
  }))
}

function codeOf(number: number): string {
  return `SC${String(number).padStart(2, '0')}`
}
