/** A form that survives a killed tab: what is typed is on disk before the next key. */
import { onBeforeUnmount, reactive, ref, toRaw, watch, type Ref, type UnwrapNestedRefs } from 'vue'

import { dropDraft, openDrafts, readDraft, saveDraft } from '@/db/drafts'
import { entryOf } from '@/db/manifest'
import { useSession } from '@/stores/session'

export interface DraftForm<T extends object> {
  fields: UnwrapNestedRefs<T>
  /** false until what was left behind is back in the fields */
  ready: Ref<boolean>
  restored: Ref<boolean>
  /** what was typed last could not be kept: it lives in the open form only */
  atRisk: Ref<boolean>
  /** the form was saved for good */
  finish: () => Promise<void>
}

/** Fields of a form, restored from the last visit and kept at each change. `idOf` gives the id of the record that the
 * form writes: a draft whose record is written already is of no use, and saving under its id again would save nothing. */
export function useDraft<T extends object>(form: string, fresh: () => T, idOf?: (fields: T) => string): DraftForm<T> {
  const user = useSession().user?.id ?? ''
  const fields = reactive(fresh())
  const ready = ref(false)
  const restored = ref(false)
  const atRisk = ref(false)
  let closed = false
  let saving = Promise.resolve()
  const untouched = JSON.stringify(fields, withoutBlobs)

  void restore()
  const stop = watch(
    () => JSON.stringify(fields, withoutBlobs),
    () => keep(),
    { flush: 'sync' },
  )
  onBeforeUnmount(stop)

  async function restore(): Promise<void> {
    const left = await readLeft().catch(() => null)
    const typed = JSON.stringify(fields, withoutBlobs) !== untouched
    if (left && !closed) Object.assign(fields, left)
    restored.value = left !== null
    ready.value = true
    if (typed && !left) keep() // the first key was quicker than the disk
  }

  async function readLeft(): Promise<T | null> {
    const left = await readDraft<T>(user, form)
    if (!left || !idOf || !(await entryOf(idOf(left)))) return left
    await dropDraft(user, form)
    return null
  }

  function keep(): void {
    if (!ready.value || closed) return
    const copy = plain(fields)
    saving = saving.then(async () => {
      if (!closed) await saveDraft(user, form, copy)
      atRisk.value = false
    }).catch(() => {
      atRisk.value = true // a full disk, as a rule; the next key tries again
    })
  }

  async function finish(): Promise<void> {
    closed = true
    stop()
    await saving
    await dropDraft(user, form).catch(() => undefined) // the record is saved; the next visit drops its draft
  }

  return { fields, ready, restored, atRisk, finish }
}

/** Names of the forms that were left half-filled. */
export async function leftDrafts(): Promise<{ form: string; at: string }[]> {
  const user = useSession().user?.id
  return user ? openDrafts(user) : []
}

export async function discardDraft(form: string): Promise<void> {
  const user = useSession().user?.id
  if (user) await dropDraft(user, form)
}

function withoutBlobs(_key: string, value: unknown): unknown {
  return value instanceof Blob ? value.size : value
}

/** A copy without Vue's proxies, which IndexedDB cannot take; blobs go as they are. */
function plain(value: unknown): unknown {
  const raw = toRaw(value)
  if (raw instanceof Blob || typeof raw !== 'object' || raw === null) return raw
  if (Array.isArray(raw)) return raw.map(plain)
  return Object.fromEntries(Object.entries(raw).map(([key, part]) => [key, plain(part)]))
}
