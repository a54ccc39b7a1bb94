/** One visit, one entry: a dispute that was found by screening stands in the week's screening by itself. */
import { eventId } from '@/contract/localFold'

import { shownOf, useSubjects, type NewRecord } from './index'
import { entriesLeft } from './dutyKinds'
import { textIn } from './values'

export const BY_SCREENING = 'screening'

/** Notes the case in the screening of its village and day, if that is on this phone. Doing it twice has one effect. */
export async function noteInScreening({ id, type, div, fields }: NewRecord): Promise<void> {
  if (type !== 'case' || fields.source !== BY_SCREENING) return
  const screening = await screeningOf(div, String(fields.found_on))
  if (!screening || entriesLeft(screening.record).case_refs.some((one) => one.case === id)) return
  const subject = screening.id
  const event = { subject, action: 'add_case_ref', ...shownOf(screening), payload: { case: id }, note: null }
  await useSubjects().save({ id: eventId(subject, id.slice(id.lastIndexOf(':') + 1)), type: 'screening_ev', subject, div, fields: event })
}

async function screeningOf(div: string, day: string) {
  const subjects = useSubjects()
  await subjects.load('scr')
  const card = subjects.cardsOf('scr')?.find(({ record: { values } }) => {
    const [first, last] = [textIn(values.first), textIn(values.last)]
    return values.div === div && first !== null && last !== null && first <= day && day <= last
  })
  return card ? subjects.file(card.id) : null
}
