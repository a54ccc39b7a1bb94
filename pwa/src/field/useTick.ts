import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue'

/** The time, renewed every half minute while a page shows it. */
export function useTick(everyMs = 30_000): Ref<Date> {
  const now = ref(new Date())
  let timer = 0
  onMounted(() => {
    timer = window.setInterval(() => (now.value = new Date()), everyMs)
  })
  onBeforeUnmount(() => window.clearInterval(timer))
  return now
}
