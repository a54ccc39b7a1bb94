/** The office's base map for a page that shows a map; null while there is none that can be read. */
import { computed, onMounted, type ComputedRef } from 'vue'

import type { Base } from '@/map/MapView.vue'
import { useBaseMap } from '@/stores/map/base'

export function useBase(): ComputedRef<Base | null> {
  const store = useBaseMap()
  onMounted(() => void store.look().catch(() => store.unreadable()))
  return computed(() => {
    const { file, standing } = store
    if (!file || standing !== 'there') return null
    const { mark, datum } = file
    return { datum, file: { mark, read: (offset, length, signal) => store.read(mark, offset, length, signal) } }
  })
}
