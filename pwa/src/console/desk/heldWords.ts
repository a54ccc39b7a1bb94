/** Why a record waits, in words. */
import { useI18n } from 'vue-i18n'
import { contract } from '@/contract/contract'
import { linesOf } from '../words/failures'

interface Reasoned {
  reason: string
  /** the server's words for it, by language */
  words: Record<string, string>
}

/** The words of a reason: the server's own in this language, else in Chinese, else the code. */
export function wordsOf(item: Reasoned, locale: string): string {
  return item.words[locale] ?? item.words['zh-CN'] ?? item.reason
}

/** The names of the fields that do not fit, each once; what an event carries is named without its `payload`. */
export function fieldsOf(errors: unknown): string[] {
  if (typeof errors !== 'object' || errors === null || Array.isArray(errors)) return []
  const { payload, ...own } = errors as Record<string, unknown>
  return [...new Set([...Object.keys(own), ...fieldsOf(payload)])]
}

export function useHeldWords() {
  const { t, te, locale } = useI18n()
  function typeOf(type: string): string {
    if (te(`console.type.${type}`)) return t(`console.type.${type}`)
    const family = Object.keys(contract.records).find((one) => type in (contract.records[one]?.kinds ?? {}))
    const name = family && te(`family.${family}`) ? t(`family.${family}`) : type
    return name.charAt(0).toUpperCase() + name.slice(1)
  }
  return {
    reasonOf: (item: Reasoned) => wordsOf(item, locale.value),
    typeOf,
    fieldsOf: (errors: unknown) =>
      fieldsOf(errors).map((field) => (te(`field_name.${field}`) ? t(`field_name.${field}`) : field)).join(t('console.list.comma')),
    detailsOf: (errors: unknown) => linesOf(errors).join('\n'),
  }
}
