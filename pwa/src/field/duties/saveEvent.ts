/** An event on a record that needs no form of its own. The id is the caller's: the same one twice has one effect. */
import type { Values } from '@/contract/localFold'
import { divOf, eventId, shownOf, useSubjects, type SubjectFile } from '@/stores/subjects'

export async function saveEvent(file: SubjectFile, action: string, payload: Values, ulid: string): Promise<void> {
  const { id, kind, record } = file
  const fields = { subject: id, action, ...shownOf(file), payload, note: null }
  await useSubjects().save({ id: eventId(id, ulid), type: kind.rules.kind.event[0], subject: id, div: divOf(record), fields })
}
