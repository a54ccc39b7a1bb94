/** The words for codes, from the server's own tables: states, kinds, flags, reasons are called the same everywhere. */
import { useI18n } from 'vue-i18n'
import { type Locale, nameOf, wordsOf } from '@/contract/contract'

export type Dictionary = 'shift_state' | 'shift_action' | 'shift_slot' | 'ckin_method' | 'find_kind' | 'weather' | 'flag'

/**
 * A function that names the codes of a dictionary in the language in use; a code that this version does not know is
 * shown as it is, so that nothing is hidden.
 */
export function useNames(dictionary: Dictionary): (code: string) => string {
  const { locale } = useI18n()
  return (code) => nameOf(dictionary, code, locale.value as Locale)
}

/** A function that says the reason of a result or of a refusal as a sentence, as said of records such as `subject`. */
export function useReasons(): (code: string, subject: string) => string {
  const { locale } = useI18n()
  return (code, subject) => wordsOf(code, locale.value as Locale, subject) ?? code
}
