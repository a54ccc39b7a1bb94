/** What records, their fields, actions and values are called: from the server's tables and the apps' common names. */
import { useI18n } from 'vue-i18n'

import { contract, familyOf, nameOf, wordsOf, type Locale } from '@/contract/contract'

/** Names of people, places and things by their ids; an id that is none of them stays as it is. */
export type NameOfId = (id: string) => string
const asItIs: NameOfId = (id) => id

export interface RecordWords {
  /** "巡逻班次" for `shift:…` */
  family: (subject: string) => string
  field: (name: string) => string
  action: (subject: string, action: string) => string
  state: (subject: string, state: string) => string
  /** why something is so or may not be done */
  reason: (code: string, subject: string) => string
  value: (subject: string, field: string, value: unknown, nameOfId?: NameOfId) => string
}

/** Dictionaries whose codes are keys of objects: so many of each. */
const COUNTED = ['party_role']
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/

/** `whenText` says a moment as the half of the app does that asks. */
export function useRecordWords(whenText: (iso: string) => string): RecordWords {
  const { t, te, locale } = useI18n()
  const language = () => locale.value as Locale
  const named = (key: string, code: string) => (te(`${key}.${code}`) ? t(`${key}.${code}`) : code)

  function coded(dictionaries: readonly string[], code: string): string | null {
    const known = dictionaries.find((name) => contract.dictionaries[name]?.[code])
    return known === undefined ? null : nameOf(known, code, language())
  }

  function text(subject: string, field: string, value: unknown, nameOfId: NameOfId): string {
    if (value === null || value === undefined || value === '') return '—'
    if (typeof value === 'boolean') return t(value ? 'common.yes' : 'common.no')
    if (Array.isArray(value)) return value.map((one) => text(subject, field, one, nameOfId)).join(t('common.comma')) || '—'
    if (typeof value === 'object') return parts(subject, value as Record<string, unknown>, nameOfId)
    if (typeof value !== 'string') return String(value)
    if (INSTANT.test(value)) return whenText(value)
    return coded([`${familyOf(subject)}_${field}`, field], value) ?? nameOfId(value)
  }

  function parts(subject: string, value: Record<string, unknown>, nameOfId: NameOfId): string {
    if (typeof value.lat === 'number' && typeof value.lon === 'number') return `${value.lat.toFixed(5)}, ${value.lon.toFixed(5)}`
    const said = Object.entries(value).filter(([, one]) => one !== null && one !== '')
    return said.map(([name, one]) => `${keyOf(name)} ${text(subject, name, one, nameOfId)}`).join(t('common.comma'))
  }

  /** What stands before a value in an object: a field, or a code that is counted. */
  function keyOf(name: string): string {
    return te(`field_name.${name}`) ? t(`field_name.${name}`) : (coded(COUNTED, name) ?? name)
  }

  return {
    family: (subject) => begun(named('family', familyOf(subject))),
    field: (name) => begun(named('field_name', name)),
    action: (subject, action) => coded([`${familyOf(subject)}_action`, 'action'], action) ?? action,
    state: (subject, state) => coded([`${familyOf(subject)}_state`], state) ?? state,
    reason: (code, subject) => wordsOf(code, language(), subject) ?? code,
    value: (subject, field, value, nameOfId = asItIs) => text(subject, field, value, nameOfId),
  }
}

/** With a capital, as names of codes begin. */
function begun(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1)
}
