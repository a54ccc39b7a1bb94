/** One record as this phone holds it, read again whenever something is written or pulled. */
import { onBeforeUnmount, onMounted, ref, shallowRef } from 'vue'

import { useSubjects, type SubjectFile } from '@/stores/subjects'

export function useFile(id: string) {
  const subjects = useSubjects()
  /** undefined until it was read, null when it is not on this phone */
  const file = shallowRef<SubjectFile | null | undefined>(undefined)
  const failed = ref(false)
  let alive = true
  let reading = 0

  async function load(): Promise<void> {
    const turn = ++reading
    try {
      const found = await subjects.file(id)
      if (alive && turn === reading) file.value = found
      failed.value = false
    } catch {
      failed.value = true
    }
  }

  onMounted(() => void load())
  const stop = subjects.onChange(() => void load())
  onBeforeUnmount(() => {
    alive = false
    stop()
  })
  return { file, failed, load }
}
