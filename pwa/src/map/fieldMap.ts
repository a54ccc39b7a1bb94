/** Leaflet as the phone uses it: the sketch or a base map below, marks to pick, where somebody is, where they went. */
import L from 'leaflet'
import 'leaflet/dist/leaflet.css'

import type { Place } from '@/composables/distance'

import { WGS84, type Datum } from './datum'
import { roomFor, widthOf, type Label } from './labels'
import type { Here, Mark, Scene, Sketch, Way } from './scene'
import { siteShape } from './shapes'

export interface MapEvents {
  pick: (id: string) => void
  /** somebody tapped a place (WGS-84) */
  tap: (place: Place) => void
}

interface Named {
  id: string
  at: L.LatLng
  name: string
  below: number
  /** whether the name is worth its room from far away too */
  from: 'far' | 'near'
  element: HTMLElement
}

const NAME_SIZE = 12
const CLOSEST = 17
/** from farther away the names of grids would cover everything */
const GRID_NAMES_FROM = 14
const MARK_PX = 30
const SITE_PX = 22
/** how far beside the place a finger's tap may land */
const FINGER_PX = 10

export class FieldMap {
  private readonly map: L.Map
  private readonly below = L.layerGroup()
  private readonly above = L.layerGroup()
  private readonly mine = L.layerGroup()
  private readonly markers = new Map<string, L.Marker>()
  private readonly resizing: ResizeObserver
  private datum: Datum = WGS84
  private ground: L.Layer | null = null
  private scene: Scene | null = null
  private here: Here | null = null
  private pin: Place | null = null
  private named: Named[] = []
  private fitted: L.LatLngBounds | null = null
  private fitting = false

  constructor(element: HTMLElement, private readonly events: MapEvents) {
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches
    this.map = L.map(element, { attributionControl: false, zoomControl: false, zoomAnimation: !calm, fadeAnimation: false, markerZoomAnimation: !calm, maxZoom: 19, minZoom: 5 })
    this.map.setView([30.45, 114.88], 12)
    L.control.scale({ imperial: false, position: 'bottomleft' }).addTo(this.map)
    for (const layer of [this.below, this.above, this.mine]) layer.addTo(this.map)
    this.map.on('zoomend moveend', () => this.placeNames())
    this.map.on('dragstart zoomstart', () => {
      if (!this.fitting) this.fitted = null
    })
    this.map.on('click', ({ latlng }) => this.events.tap(this.placeAt(latlng)))
    this.resizing = new ResizeObserver(() => this.resized())
    this.resizing.observe(element)
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

  /** Shows all of these places, as close as the map allows, until somebody moves the map. */
  fit(places: readonly Place[]): void {
    if (places.length === 0) return
    this.fitted = L.latLngBounds(places.map((place) => this.at(place)))
    this.showFitted()
  }

  centreOn(place: Place): void {
    this.fitted = null
    this.map.setView(this.at(place), Math.max(this.map.getZoom(), 16), { animate: false })
  }

  zoom(steps: number): void {
    this.fitted = null
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

  /** Marks one as picked and brings it into view; null unmarks. */
  mark(id: string | null): void {
    for (const [key, marker] of this.markers) marker.getElement()?.classList.toggle('picked', key === id)
    const marker = id === null ? undefined : this.markers.get(id)
    if (marker && !this.map.getBounds().pad(-0.1).contains(marker.getLatLng())) this.map.panTo(marker.getLatLng(), { animate: false })
  }

  remove(): void {
    this.resizing.disconnect()
    this.map.remove()
  }

  private redraw(): void {
    if (!this.scene) return
    for (const layer of [this.below, this.above]) layer.clearLayers()
    this.markers.clear()
    this.named = []
    this.drawSketch(this.scene.sketch)
    if (this.scene.way) this.drawWay(this.scene.way)
    this.scene.marks.forEach((mark) => this.drawMark(mark))
    this.drawMine()
    this.placeNames()
  }

  private drawSketch({ grids, sites }: Sketch): void {
    for (const { code, name, border } of grids) {
      const area = L.polygon(border.map((corner) => this.at(corner)), { className: 'map-grid', interactive: false }).addTo(this.below)
      if (!this.ground) this.addName(code, name, area.getBounds().getCenter(), -NAME_SIZE / 2, 'map-name grid')
    }
    for (const { code, name, place, radius } of sites) {
      L.circle(this.at(place), { radius, className: 'map-site-area', interactive: false }).addTo(this.below)
      const icon = L.divIcon({ html: siteShape(), className: 'map-mark', iconSize: [SITE_PX, SITE_PX] })
      L.marker(this.at(place), { icon, interactive: false, keyboard: false }).addTo(this.below)
      this.addName(code, name, this.at(place), SITE_PX / 2 + 2, 'map-name')
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
      this.addName(`gap-${from.lat}-${from.lon}`, why, middle, -NAME_SIZE / 2, 'map-name gap')
    }
  }

  private drawMark({ id, kind, place, name, told, html }: Mark): void {
    const icon = L.divIcon({ html, className: `map-mark pick ${kind}`, iconSize: [MARK_PX, MARK_PX] })
    const title = told ? `${name} · ${told}` : name
    const marker = L.marker(this.at(place), { icon, title, keyboard: true, riseOnHover: true, zIndexOffset: 200 }).addTo(this.above)
    marker.getElement()?.setAttribute('aria-label', title)
    marker.getElement()?.setAttribute('data-pick', id)
    marker.on('click', () => this.events.pick(id))
    marker.on('keypress', ({ originalEvent }: L.LeafletKeyboardEvent) => {
      if (originalEvent.key === 'Enter') this.events.pick(id)
    })
    this.markers.set(id, marker)
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

  private addName(id: string, name: string, at: L.LatLng, below: number, className: string): void {
    const element = document.createElement('span')
    element.className = className
    element.textContent = name
    const icon = L.divIcon({ html: element, className: 'map-mark', iconSize: [0, 0], iconAnchor: [0, -below] })
    L.marker(at, { icon, interactive: false, keyboard: false, zIndexOffset: 100 }).addTo(this.below)
    this.named.push({ id, name, at, below, from: className.endsWith('grid') ? 'near' : 'far', element })
  }

  private placeNames(): void {
    const labels = this.named.map<Label>(({ id, name, at, below }) => {
      const { x, y } = this.map.latLngToContainerPoint(at)
      const width = widthOf(name, NAME_SIZE) + 6
      return { id, x: x - width / 2, y: y + below, width, height: NAME_SIZE + 5 }
    })
    const shown = roomFor(labels.filter((_, at) => this.named[at]?.from !== 'near' || this.map.getZoom() >= GRID_NAMES_FROM))
    for (const { id, element } of this.named) element.hidden = !shown.has(id)
  }

  private resized(): void {
    this.map.invalidateSize({ animate: false })
    this.showFitted()
  }

  private showFitted(): void {
    if (!this.fitted || this.map.getSize().x === 0) return
    this.fitting = true
    this.map.fitBounds(this.fitted, { padding: [28, 28], maxZoom: CLOSEST, animate: false })
    this.fitting = false
  }

  private at(place: Place): L.LatLng {
    const { lat, lon } = this.datum.shown(place)
    return L.latLng(lat, lon)
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
