import type { Checkin, ShiftFile } from './documents'

/** The newest scans of a shift, newest first. Pure. */
export function lastScans(file: ShiftFile, most = 3): Checkin[] {
  const scans = file.checkins.filter((checkin) => checkin.method === 'qr')
  return scans.sort((a, b) => Date.parse(b.at_dev) - Date.parse(a.at_dev)).slice(0, most)
}
