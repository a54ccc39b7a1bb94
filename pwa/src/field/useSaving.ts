import { ref, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'

import { isDiskFull } from '@/stores/records'

export interface Saving {
  busy: Ref<boolean>
  /** why the last try saved nothing, in words; empty when it did */
  failure: Ref<string>
  /** Saves unless it is at it already: the second of two taps does nothing. True when it was saved. */
  save: (work: () => Promise<void>) => Promise<boolean>
}

/** The one way a form saves. */
export function useSaving(): Saving {
  const { t } = useI18n()
  const busy = ref(false)
  const failure = ref('')

  async function save(work: () => Promise<void>): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    failure.value = ''
    try {
      await work()
      return true
    } catch (refusal) {
      const why = isDiskFull(refusal) ? t('save.full') : refusal instanceof Error ? refusal.message : ''
      failure.value = t('save.failed', { why })
      return false
    } finally {
      busy.value = false
    }
  }

  return { busy, failure, save }
}
