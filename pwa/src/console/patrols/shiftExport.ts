/** The shifts that are shown, as a spreadsheet file. */
import { useI18n } from 'vue-i18n'
import type { Shift } from '@/api/console'
import { csvOf } from '../lists/csv'
import { useNames } from '../words/codes'
import { latenessWords } from '../words/lateness'
import { dateOf, timeOf } from '../words/times'
import { useWhere } from '../shell/where'
import { isOver, lateMinutes, mustDone } from './shiftView'

const COLUMNS = ['date', 'slot', 'team', 'state', 'planned', 'actual', 'crew', 'vehicle', 'must', 'missed', 'checkins', 'night', 'finds', 'late', 'flags']

/** A function that gives the name and the text of the file. */
export function useShiftExport(): (shifts: readonly Shift[], place: { township: string; date: string }) => [string, string] {
  const { t } = useI18n()
  const flagName = useNames('flag')
  const slotName = useNames('shift_slot')
  const stateName = useNames('shift_state')
  const { nameOf } = useWhere()
  const instant = (iso: string | null | undefined) => (iso ? `${dateOf(iso)} ${timeOf(iso)}` : '')
  const span = (from: string | null | undefined, to: string | null | undefined) => (from ? `${instant(from)} – ${instant(to)}` : '')

  function cells(shift: Shift): Record<string, string | number | null> {
    return {
      date: shift.date,
      slot: slotName(shift.slot),
      team: shift.team.name,
      state: stateName(shift.state),
      planned: span(shift.planned?.starts_at, shift.planned?.ends_at),
      actual: span(shift.started_at, shift.ended_at),
      crew: shift.on_duty.map((person) => person.name).join(t('console.list.comma')),
      vehicle: shift.vehicle?.name ?? '',
      must: `${mustDone(shift)} / ${shift.must_total}`,
      missed: isOver(shift) ? shift.must_missed.length : null,
      checkins: shift.checkins,
      night: shift.night_minutes,
      finds: shift.finds,
      late: latenessWords(lateMinutes(shift), t),
      flags: shift.flags.map(flagName).join(t('console.list.comma')),
    }
  }

  return (shifts, { township, date }) => {
    const head = COLUMNS.map((column) => t(`console.column.${column}`))
    const rows = shifts.map((shift) => {
      const row = cells(shift)
      return COLUMNS.map((column) => row[column])
    })
    return [`${t('console.page.patrols')}-${nameOf(township)}-${date}.csv`, csvOf([head, ...rows])]
  }
}
