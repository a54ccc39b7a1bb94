/** What the map of a day draws: worked out of the lists, so that both always say the same. */
import type { Checkin, Checkpoint, Find, KeySite, Point, Shift } from '@/api/console'
import { placeOf } from '../patrols/checkinView'
import { isOver } from '../patrols/shiftView'
import type { Method, PointStatus } from '@/map/shapes'

export interface SitePlace {
  code: string
  name: string
  point: Point
  radius: number
}

export interface CheckpointPlace {
  code: string
  name: string
  point: Point
  status: PointStatus
}

export interface CheckinPlace {
  id: string
  name: string
  point: Point
  method: Method
  flagged: boolean
  at: string
}

export interface FindPlace {
  id: string
  name: string
  point: Point
}

export interface Scene {
  sites: SitePlace[]
  checkpoints: CheckpointPlace[]
  checkins: CheckinPlace[]
  finds: FindPlace[]
}

export interface DayRecords {
  sites: readonly KeySite[]
  checkpoints: readonly Checkpoint[]
  shifts: readonly Shift[]
  checkins: readonly Checkin[]
  finds: readonly Find[]
}

/** The scene of a day, or of the one shift that is selected (empty id: all of them). */
export function sceneOf(day: DayRecords, shiftId: string): Scene {
  const mine = <Row extends { shift: string }>(rows: readonly Row[]) => (shiftId ? rows.filter((row) => row.shift === shiftId) : rows)
  const checkins = mine(day.checkins)
  const shifts = shiftId ? day.shifts.filter((shift) => shift.id === shiftId) : day.shifts
  return {
    sites: day.sites.flatMap((site) => (site.point ? [{ code: site.code, name: site.name, point: site.point, radius: site.radius_m }] : [])),
    checkpoints: checkpointPlaces(day.checkpoints, checkins, shifts, shiftId !== ''),
    checkins: checkins.flatMap(checkinPlace),
    finds: mine(day.finds).flatMap((find) => (find.point ? [{ id: find.id, name: find.place, point: find.point }] : [])),
  }
}

/** Of one shift only its own must-visit points count; of a day all that are must-visit points. */
function checkpointPlaces(
  checkpoints: readonly Checkpoint[], checkins: readonly Checkin[], shifts: readonly Shift[], oneShift: boolean,
): CheckpointPlace[] {
  const lacking = (some: readonly Shift[]) => new Set(some.flatMap((shift) => shift.must_missed.map((miss) => miss.checkpoint.code)))
  const visited = new Set(checkins.map((checkin) => checkin.checkpoint?.code))
  const missed = lacking(shifts.filter(isOver))
  const todo = lacking(shifts)
  const statusOf = (checkpoint: Checkpoint): PointStatus => {
    if (missed.has(checkpoint.code)) return 'missed'
    if (visited.has(checkpoint.code)) return 'visited'
    return (oneShift ? todo.has(checkpoint.code) : checkpoint.must) ? 'must' : 'plain'
  }
  return checkpoints.flatMap((checkpoint) =>
    checkpoint.point ? [{ code: checkpoint.code, name: checkpoint.name, point: checkpoint.point, status: statusOf(checkpoint) }] : [],
  )
}

function checkinPlace(checkin: Checkin): CheckinPlace[] {
  const point = placeOf(checkin)
  if (!point) return []
  const { id, method, at_dev: at } = checkin
  return [{ id, name: checkin.checkpoint?.name ?? '', point, method, flagged: checkin.flags.length > 0, at }]
}

/** The points that a scene is about: what happened, else what is to be visited. */
export function extentOf(scene: Scene): Point[] {
  const happened = [...scene.checkins, ...scene.finds].map((place) => place.point)
  const decided = scene.checkpoints.filter((place) => place.status === 'missed' || place.status === 'visited')
  const told = [...happened, ...decided.map((place) => place.point)]
  return told.length > 1 ? told : [...scene.checkpoints, ...scene.sites].map((place) => place.point)
}
