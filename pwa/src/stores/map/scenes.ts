/** What the phone's maps draw, worked out of the documents on the phone. Pure; `say` finds the words. */
import type { Mark, Scene, Sketch } from '@/map/scene'
import { checkpointShape, findShape, type PointStatus } from '@/map/shapes'
import type { ShiftCard } from '@/stores/patrol'
import type { Find, Point } from '@/stores/patrol/documents'
import type { Reference } from '@/stores/patrol/reference'

const OVER = ['ended', 'submitted', 'reviewed']

export function sketchOf(reference: Reference): Sketch {
  const active = <Row extends { state?: string | null }>(rows: Iterable<Row>) => [...rows].filter(({ state }) => state !== 'retired')
  return {
    grids: active(reference.grids.values()).map(({ code, name, border }) => ({ code, name, border })),
    sites: active(reference.sites.values()).flatMap(({ code, name, point, radius_m: radius }) => (point ? [{ code, name, place: point, radius }] : [])),
  }
}

export interface PatrolWords {
  status: (status: PointStatus) => string
  kind: (find: Find) => string
}

/** A shift: its must-visit points, where else it was, and what it found. */
export function patrolScene({ head, now, file }: ShiftCard, reference: Reference, say: PatrolWords): Scene {
  const statusOf = (code: string): PointStatus => {
    if (code in now.visited) return 'visited'
    if (!head.must_points.includes(code)) return 'plain'
    return OVER.includes(now.state) ? 'missed' : 'must'
  }
  const codes = [...new Set([...head.must_points, ...Object.keys(now.visited)])]
  const checkpoints = codes.flatMap((code): Mark[] => {
    const point = reference.checkpoints.get(code)
    const status = statusOf(code)
    if (!point?.point) return []
    return [{ id: code, kind: 'checkpoint', place: point.point, name: point.name, told: say.status(status), html: checkpointShape(status) }]
  })
  const finds = file.finds.flatMap((find): Mark[] => {
    if (!find.point) return []
    return [{ id: find._id, kind: 'find', place: find.point, name: find.place, told: say.kind(find), html: findShape() }]
  })
  return { sketch: sketchOf(reference), marks: [...checkpoints, ...finds], way: null }
}

/** The place of a record, or of the box or school that it is about; null when it has none. */
export function placeOfRecord(values: Record<string, unknown>, reference: Reference): Point | null {
  if (isPoint(values.point)) return values.point
  const [box, school] = [reference.mailboxes.get(String(values.box)), reference.schools.get(String(values.school))]
  return box?.point ?? school?.point ?? null
}

function isPoint(value: unknown): value is Point {
  const { lat, lon } = (value ?? {}) as Partial<Point>
  return typeof lat === 'number' && typeof lon === 'number'
}

/** Places of the township that have a name, to choose from without a map. */
export function namedPlaces(reference: Reference): { code: string; name: string; place: Point; radius: number }[] {
  const rows = [...reference.sites.values(), ...reference.checkpoints.values(), ...reference.schools.values()]
  return rows.flatMap((row) => {
    const radius = 'radius_m' in row ? row.radius_m : SCHOOL_M
    return row.point && row.state !== 'retired' ? [{ code: row._id, name: row.name, place: row.point, radius }] : []
  })
}

/** metres: a school has no radius of its own */
const SCHOOL_M = 100
