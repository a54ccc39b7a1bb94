/** The keyboard of a list page: j and k move, enter opens, esc closes, ? explains, / goes to the filter. */
import { onBeforeUnmount, onMounted } from 'vue'

export interface ListKeys {
  /** the ids of the rows as shown */
  ids: () => readonly string[]
  /** the id of the row that is open or in focus, empty for none */
  current: () => string
  move: (id: string) => void
  close: () => void
  help: () => void
  filter: () => void
}

/** The row to go to; stays at the ends, starts at the first (or, going up, the last) row. */
export function neighbour(ids: readonly string[], current: string, step: 1 | -1): string {
  const at = ids.indexOf(current)
  if (at < 0) return (step > 0 ? ids[0] : ids.at(-1)) ?? ''
  return ids[Math.min(ids.length - 1, Math.max(0, at + step))] ?? ''
}

/** Whether a key belongs to what has the focus (typing, choosing) and not to the list. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName))
}

export function useListKeys(keys: ListKeys): void {
  const step = (by: 1 | -1) => {
    const id = neighbour(keys.ids(), keys.current(), by)
    if (id) keys.move(id)
  }
  const actions: Record<string, () => void> = {
    j: () => step(1),
    k: () => step(-1),
    Escape: keys.close,
    '?': keys.help,
    '/': keys.filter,
  }
  function onKey(event: KeyboardEvent) {
    const action = actions[event.key]
    if (!action || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
    if (isTyping(event.target)) return
    event.preventDefault()
    action()
  }
  onMounted(() => document.addEventListener('keydown', onKey))
  onBeforeUnmount(() => document.removeEventListener('keydown', onKey))
}
