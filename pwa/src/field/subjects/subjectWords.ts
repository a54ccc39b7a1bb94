/** What the fields, codes and people of a record are called on its pages and forms. */
import { useI18n } from 'vue-i18n'

import { named, whenText } from '../words'

import { useRecordWords } from '@/composables/recordWords'
import { familyOf } from '@/contract/contract'
import type { FormField, Problem } from '@/contract/forms'
import { currentLocale } from '@/locales'
import { usePatrol } from '@/stores/patrol'
import type { SubjectCard, SubjectFile } from '@/stores/subjects'
import { itemName } from '@/stores/subjects/checklists'

const TEMP_LENGTH = 4
/** Fields that name items of a checklist, of whichever version. */
const ITEMS = ['item', 'wanting', 'unanswered', 'unfit']
/** Kinds of records that the server numbers. */
const NUMBERED = ['case']
/** Fields that hold the date alone are said without an hour. */
const DICTIONARIES: Record<string, string> = { signs: 'case_sign', outcome: 'case_outcome', level: 'case_level', way: 'case_feedback_way', part: 'case_file_part', reason_code: 'case_suspend_reason', incident_kind: 'inc_kind' }

export function useSubjectWords() {
  const { t, te } = useI18n()
  const words = useRecordWords(whenText)
  const people = usePatrol()

  /** `type`: the document that has the field, when the same name means something else in another. */
  function label(name: string, type = ''): string {
    const own = [`ask.${type}_${name}`, `ask.${name}`].find((key) => te(key))
    return own ? t(own) : words.field(name)
  }

  function hint(name: string): string {
    return te(`ask.${name}_hint`) ? t(`ask.${name}_hint`) : ''
  }

  function item(code: string): string {
    return itemName(code)?.[currentLocale()] ?? code
  }

  function value(subject: string, name: string, found: unknown): string {
    if (ITEMS.includes(name)) return [found].flat().map((one) => item(String(one))).join(t('common.comma'))
    const dictionary = DICTIONARIES[name]
    if (dictionary && typeof found === 'string') return named(dictionary, found)
    if (dictionary && Array.isArray(found)) return found.map((one) => named(dictionary, String(one))).join(t('common.comma'))
    return words.value(subject, name, found, people.nameOf)
  }

  /** "2026-001-12", before the server has given one "暂编 3F9K". */
  function number({ id, record }: { id: string; record: SubjectCard['record'] }): string {
    const { case_no: given, number: other, week, window } = record.values
    const found = [given, other, week, window].find((one) => typeof one === 'string' && one !== '')
    if (found) return String(found)
    return NUMBERED.includes(familyOf(id)) ? t('subject.temp', { code: id.slice(-TEMP_LENGTH) }) : words.family(id)
  }

  /** What it is called among others of its kind; empty when it has no name of its own. */
  function title({ id, kind, record }: Pick<SubjectCard, 'id' | 'kind' | 'record'>): string {
    const name = kind.titles.find((one) => record.values[one])
    return name ? value(id, name, record.values[name]) : ''
  }

  function problem(field: FormField, { code, n }: Problem | { code: string; n?: number }): string {
    const own = `problem.${code}_${field.name}`
    return t(te(own) ? own : `problem.${code}`, { n: n ?? 0 })
  }

  function stateOf({ id, record }: Pick<SubjectFile, 'id' | 'record'>): string {
    return words.state(id, record.state)
  }

  return { ...words, label, hint, value, number, title, problem, stateOf, staffName: people.staffName, named }
}

export type SubjectSaying = ReturnType<typeof useSubjectWords>
