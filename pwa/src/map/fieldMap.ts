/** Leaflet as the phone uses it: the sketch or a base map below, marks to pick, where somebody is, where they went. */
import L from 'leaflet'

import type { Place } from '@/composables/distance'

import { WGS84, type Datum } from './datum'
import { NAME_SIZE, NamedMap } from './namedMap'
import type { Here, Mark, Scene, Sketch, Way } from './scene'
import { siteShape } from './shapes'

export interface MapEvents {
  pick: (id: string) => void
  /** somebody tapped a place (WGS-84) */
  tap: (place: Place) => void
}

/** from farther away the names of grids would cover everything */
const GRID_NAMES_FROM = 14
const MARK_PX = 30
const SITE_PX = 22
/** how far beside the place a finger's tap may land */
const FINGER_PX = 10

export class FieldMap extends NamedMap {
  private readonly below = this.layer()
  private readonly above = this.layer()
  private readonly mine = this.layer()
  private datum: Datum = WGS84
  private ground: L.Layer | null = null
  private scene: Scene | null = null
  private here: Here | null = null
  private pin: Place | null = null

  constructor(element: HTMLElement, private readonly events: MapEvents) {
    super(element, { minZoom: 5 }, 28)
    this.map.on('click', ({ latlng }) => this.events.tap(this.placeAt(latlng)))
  }

  /** A base map below everything, and how its places are shifted; null takes it away. */
  setGround(layer: L.Layer | null, datum: Datum, attribution: string): void {
    this.ground?.remove()
    this.ground = layer?.addTo(this.map) ?? null
    this.datum = datum
    const control = L.control.attribution({ prefix: false, position: 'bottomright' })
    if (layer) control.addAttribution(attribution).addTo(this.map)
    this.redraw()
  }

  draw(scene: Scene): void {
    this.scene = scene
    this.redraw()
  }

  setHere(here: Here | null): void {
    this.here = here
    this.drawMine()
  }

  /** The place that is being chosen. */
  setPin(place: Place | null): void {
    this.pin = place
    this.drawMine()
  }

  centreOn(place: Place): void {
    this.letGo()
    this.map.setView(this.at(place), Math.max(this.map.getZoom(), 16), { animate: false })
  }

  zoom(steps: number): void {
    this.letGo()
    this.map.setZoom(this.map.getZoom() + steps)
  }

  /** The middle of the map (WGS-84). */
  middle(): Place {
    return this.placeAt(this.map.getCenter())
  }

  /** Metres that a finger may miss a place by, at this zoom. */
  fingerMetres(): number {
    const { lat } = this.map.getCenter()
    const metresPerPixel = (40_075_016.7 * Math.cos((lat * Math.PI) / 180)) / (256 * 2 ** this.map.getZoom())
    return Math.max(3, Math.ceil(metresPerPixel * FINGER_PX))
  }

  private redraw(): void {
    if (!this.scene) return
    this.clear(this.below, this.above)
    this.drawSketch(this.scene.sketch)
    if (this.scene.way) this.drawWay(this.scene.way)
    this.scene.marks.forEach((mark) => this.drawMark(mark))
    this.drawMine()
    this.placeNames()
  }

  private drawSketch({ grids, sites }: Sketch): void {
    for (const { code, name, border } of grids) {
      const area = L.polygon(border.map((corner) => this.at(corner)), { className: 'map-grid', interactive: false }).addTo(this.below)
      if (!this.ground) this.addName(code, name, area.getBounds().getCenter(), -NAME_SIZE / 2, this.below, { className: 'grid', from: GRID_NAMES_FROM })
    }
    for (const { code, name, place, radius } of sites) {
      L.circle(this.at(place), { radius, className: 'map-site-area', interactive: false }).addTo(this.below)
      this.addShape(place, siteShape(), SITE_PX, this.below)
      this.addName(code, name, this.at(place), SITE_PX / 2 + 2, this.below)
    }
  }

  private drawWay({ pieces, gaps }: Way): void {
    for (const piece of pieces) {
      const line = piece.map((place) => this.at(place))
      if (line.length > 1) L.polyline(line, { className: 'map-way', interactive: false }).addTo(this.below)
      else line.forEach((one) => L.circleMarker(one, { radius: 3, className: 'map-way', interactive: false }).addTo(this.below))
    }
    for (const { from, to, why } of gaps) {
      L.polyline([this.at(from), this.at(to)], { className: 'map-way-gap', interactive: false }).addTo(this.below)
      const middle = L.latLngBounds([this.at(from), this.at(to)]).getCenter()
      this.addName(`gap-${from.lat}-${from.lon}`, why, middle, -NAME_SIZE / 2, this.below, { className: 'gap' })
    }
  }

  private drawMark({ id, kind, place, name, told, html }: Mark): void {
    const title = told ? `${name} · ${told}` : name
    this.addPick({ id, place, className: kind, html, title, size: MARK_PX, above: 200 }, this.above, () => this.events.pick(id))
  }

  private drawMine(): void {
    this.mine.clearLayers()
    if (this.here) {
      L.circle(this.at(this.here.point), { radius: this.here.acc, className: 'map-here-area', interactive: false }).addTo(this.mine)
      const icon = L.divIcon({ className: 'map-here', iconSize: [20, 20] })
      L.marker(this.at(this.here.point), { icon, interactive: false, keyboard: false, zIndexOffset: 400 }).addTo(this.mine)
    }
    if (this.pin) {
      const icon = L.divIcon({ html: PIN, className: 'map-pin', iconSize: [32, 40], iconAnchor: [16, 38] })
      L.marker(this.at(this.pin), { icon, interactive: false, keyboard: false, zIndexOffset: 500 }).addTo(this.mine)
    }
  }

  protected override at(place: Place): L.LatLng {
    return super.at(this.datum.shown(place))
  }

  private placeAt({ lat, lng }: L.LatLng): Place {
    const kept = this.datum.kept({ lat, lon: lng })
    return { lat: rounded(kept.lat), lon: rounded(kept.lon) }
  }
}

const PIN =
  '<svg viewBox="0 0 32 40" width="32" height="40" aria-hidden="true"><path d="M16 38s12-12.600 12-22A12 12 0 1 0 4 16c0 9.400 12 22 12 22z"/><circle cx="16" cy="16" r="4.500"/></svg>'

/** A millionth of a degree is a tenth of a metre. */
function rounded(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6
}
