import type { Checkin, ShiftFile } from './documents'
import { BY_TOKEN } from './files'

/** The newest scans of a shift, newest first. Pure. */
export function lastScans(file: ShiftFile, most = 3): Checkin[] {
  const scans = file.checkins.filter((checkin) => BY_TOKEN.includes(checkin.method))
  return scans.sort((a, b) => Date.parse(b.at_dev) - Date.parse(a.at_dev)).slice(0, most)
}
