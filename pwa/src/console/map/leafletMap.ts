/** The console's map of a township's patrols, drawn without tiles: a pale ground, own shapes and names. */
import L from 'leaflet'

import type { Point } from '@/api/console'
import { NamedMap } from '@/map/namedMap'
import { checkinShape, checkpointShape, findShape, siteShape } from '@/map/shapes'

import type { Scene } from './scene'

export type Pick = { kind: 'checkpoint' | 'checkin' | 'find'; id: string }

export interface MapWords {
  checkpoint: (name: string, status: string) => string
  checkin: (name: string, at: string) => string
  find: (name: string) => string
}

const SHAPE = 22
/** pixels from a site to the top of its name */
const NAME_BELOW = 13

/** A map in an element; `onPick` hears which shape was clicked or chosen by keyboard. */
export class PatrolMap extends NamedMap {
  private readonly ground = this.layer()
  private readonly shapes = this.layer()

  constructor(element: HTMLElement, private readonly onPick: (pick: Pick) => void) {
    super(element, { zoomSnap: 0.25, minZoom: 9 }, 36)
    L.control.zoom({ position: 'topright' }).addTo(this.map)
  }

  draw(scene: Scene, words: MapWords): void {
    this.clear(this.ground, this.shapes)
    for (const { code, name, point, radius } of scene.sites) {
      L.circle(this.at(point), { radius, className: 'map-site-area', interactive: false }).addTo(this.ground)
      this.addShape(point, siteShape(), SHAPE, this.ground)
      this.addName(code, name, this.at(point), NAME_BELOW, this.ground)
    }
    for (const { code, name, point, status } of scene.checkpoints) {
      this.add({ kind: 'checkpoint', id: code }, point, checkpointShape(status), words.checkpoint(name, status), 100)
    }
    for (const { id, name, at, point, method, flagged } of scene.checkins) {
      this.add({ kind: 'checkin', id }, point, checkinShape(method, flagged), words.checkin(name, at), 200)
    }
    for (const { id, name, point } of scene.finds) {
      this.add({ kind: 'find', id }, point, findShape(), words.find(name), 300)
    }
    this.placeNames()
  }

  private add(pick: Pick, place: Point, html: string, title: string, above: number): void {
    this.addPick({ id: pick.id, place, className: pick.kind, html, title, size: SHAPE, above }, this.shapes, () => this.onPick(pick))
  }
}
