/** Sends what a dialog asked for, once at a time; what the server answers against it stays to be read. */
import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'

export interface Sending {
  sending: Ref<boolean>
  failure: ShallowRef<unknown>
  send: (work: () => Promise<void>) => Promise<void>
}

export function useSending(): Sending {
  const sending = ref(false)
  const failure = shallowRef<unknown>(null)

  async function send(work: () => Promise<void>): Promise<void> {
    if (sending.value) return
    sending.value = true
    failure.value = null
    try {
      await work()
    } catch (error) {
      failure.value = error
    } finally {
      sending.value = false
    }
  }

  return { sending, failure, send }
}
