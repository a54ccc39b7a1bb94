/** Half-filled forms, kept at each keystroke: a killed tab or an empty battery costs nothing. */
import { openDevice } from './open'

/** The fields of a form as they were left, or null. Photos are kept as blobs among them. */
export async function readDraft<T>(user: string, form: string): Promise<T | null> {
  const draft = await (await openDevice()).get('drafts', [user, form])
  return draft ? (draft.fields as T) : null
}

export async function saveDraft(user: string, form: string, fields: unknown): Promise<void> {
  await (await openDevice()).put('drafts', { user, form, at: new Date().toISOString(), fields })
}

export async function dropDraft(user: string, form: string): Promise<void> {
  await (await openDevice()).delete('drafts', [user, form])
}

/** Names of the forms this person left half-filled. */
export async function openDrafts(user: string): Promise<{ form: string; at: string }[]> {
  const all = await (await openDevice()).getAll('drafts', IDBKeyRange.bound([user, ''], [user, '\uffff']))
  return all.map(({ form, at }) => ({ form, at }))
}

export async function clearDrafts(user: string): Promise<void> {
  const database = await openDevice()
  for (const { form } of await openDrafts(user)) await database.delete('drafts', [user, form])
}
