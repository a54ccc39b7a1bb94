/** What a map on the phone draws. Places are WGS-84; words are ready to be read out. */
import type { Place } from '@/composables/distance'

export interface GridShape {
  code: string
  name: string
  border: readonly Place[]
}

export interface SiteShape {
  code: string
  name: string
  place: Place
  /** metres */
  radius: number
}

/** The sketch under everything: what an office has told of its own town. */
export interface Sketch {
  grids: readonly GridShape[]
  sites: readonly SiteShape[]
}

/** Something that can be picked, on the map and in the list beside it. */
export interface Mark {
  id: string
  kind: 'checkpoint' | 'find' | 'record'
  place: Place
  name: string
  /** how it stands, in words */
  told: string
  /** its drawing, one of map/shapes */
  html: string
}

/** Where somebody went: pieces between which nothing was noted, each gap with its reason in words. */
export interface Way {
  pieces: readonly (readonly Place[])[]
  gaps: readonly { from: Place; to: Place; why: string }[]
}

export interface Scene {
  sketch: Sketch
  marks: readonly Mark[]
  way: Way | null
}

export interface Here {
  point: Place
  /** metres */
  acc: number
}

/** What the map is about: its marks; without any, the sketch. */
export function extentOf({ sketch, marks, way }: Scene): Place[] {
  const told = [...marks.map(({ place }) => place), ...(way?.pieces ?? []).flat()]
  if (told.length > 0) return told
  return [...sketch.grids.flatMap(({ border }) => border), ...sketch.sites.map(({ place }) => place)]
}
