/** Leaflet without tiles or foreign hosts: a pale ground, own shapes and names, a scale bar. */
import L from 'leaflet'
import 'leaflet/dist/leaflet.css'
import type { Point } from '@/api/console'
import { type Label, roomFor, widthOf } from '@/map/labels'
import type { Scene } from './scene'
import { checkinShape, checkpointShape, findShape, siteShape } from '@/map/shapes'

export type Pick = { kind: 'checkpoint' | 'checkin' | 'find'; id: string }

export interface MapWords {
  checkpoint: (name: string, status: string) => string
  checkin: (name: string, at: string) => string
  find: (name: string) => string
}

interface Named {
  id: string
  point: L.LatLng
  name: string
  element: HTMLElement
}

const LABEL_SIZE = 12
const CLOSEST = 17
const SHAPE = 22
/** pixels from a site to the top of its name */
const NAME_BELOW = 13

/** A map in an element; `onPick` hears which shape was clicked or chosen by keyboard. */
export class PatrolMap {
  private readonly map: L.Map
  private readonly ground = L.layerGroup()
  private readonly shapes = L.layerGroup()
  private readonly markers = new Map<string, L.Marker>()
  private readonly resizing: ResizeObserver
  private named: Named[] = []
  /** what the map shows whenever its size changes, until somebody moves it by hand */
  private fitted: L.LatLngBounds | null = null
  private fitting = false

  constructor(element: HTMLElement, private readonly onPick: (pick: Pick) => void) {
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches
    this.map = L.map(element, { attributionControl: false, zoomControl: false, zoomSnap: 0.25, zoomAnimation: !calm, fadeAnimation: false, maxZoom: 19, minZoom: 9 })
    this.map.setView([30.45, 114.88], 12)
    L.control.zoom({ position: 'topright' }).addTo(this.map)
    L.control.scale({ imperial: false, position: 'bottomleft' }).addTo(this.map)
    this.ground.addTo(this.map)
    this.shapes.addTo(this.map)
    this.map.on('zoomend moveend', () => this.placeNames())
    this.map.on('dragstart zoomstart', () => {
      if (!this.fitting) this.fitted = null
    })
    this.resizing = new ResizeObserver(() => this.resized())
    this.resizing.observe(element)
  }

  draw(scene: Scene, words: MapWords): void {
    this.ground.clearLayers()
    this.shapes.clearLayers()
    this.markers.clear()
    this.named = []
    for (const site of scene.sites) {
      L.circle(at(site.point), { radius: site.radius, className: 'map-site-area', interactive: false }).addTo(this.ground)
      this.addShape(site.point, siteShape())
      this.addName(site.code, site.name, at(site.point))
    }
    for (const checkpoint of scene.checkpoints) {
      const title = words.checkpoint(checkpoint.name, checkpoint.status)
      this.addPick({ kind: 'checkpoint', id: checkpoint.code }, checkpoint.point, checkpointShape(checkpoint.status), title, 100)
    }
    for (const checkin of scene.checkins) {
      const title = words.checkin(checkin.name, checkin.at)
      this.addPick({ kind: 'checkin', id: checkin.id }, checkin.point, checkinShape(checkin.method, checkin.flagged), title, 200)
    }
    for (const find of scene.finds) {
      this.addPick({ kind: 'find', id: find.id }, find.point, findShape(), words.find(find.name), 300)
    }
    this.placeNames()
  }

  /** Shows all of these points, as close as the map allows. */
  fit(points: readonly Point[]): void {
    if (points.length === 0) return
    this.fitted = L.latLngBounds(points.map(at))
    this.showFitted()
  }

  /** Marks one shape and brings it into view; null unmarks. */
  mark(id: string | null): void {
    for (const [key, marker] of this.markers) marker.getElement()?.classList.toggle('picked', key === id)
    const marker = id === null ? undefined : this.markers.get(id)
    if (marker && !this.map.getBounds().pad(-0.05).contains(marker.getLatLng())) this.map.panTo(marker.getLatLng())
  }

  remove(): void {
    this.resizing.disconnect()
    this.map.remove()
  }

  private resized(): void {
    this.map.invalidateSize({ animate: false })
    this.showFitted()
  }

  private showFitted(): void {
    if (!this.fitted || this.map.getSize().x === 0) return
    this.fitting = true
    this.map.fitBounds(this.fitted, { padding: [36, 36], maxZoom: CLOSEST, animate: false })
    this.fitting = false
  }

  private addShape(point: Point, html: string): void {
    const icon = L.divIcon({ html, className: 'map-mark', iconSize: [SHAPE, SHAPE] })
    L.marker(at(point), { icon, interactive: false, keyboard: false }).addTo(this.ground)
  }

  private addPick(pick: Pick, point: Point, html: string, title: string, above: number): void {
    const icon = L.divIcon({ html, className: `map-mark pick ${pick.kind}`, iconSize: [SHAPE, SHAPE] })
    const marker = L.marker(at(point), { icon, title, keyboard: true, riseOnHover: true, zIndexOffset: above }).addTo(this.shapes)
    const element = marker.getElement()
    element?.setAttribute('aria-label', title)
    element?.setAttribute('data-pick', pick.id)
    marker.on('click', () => this.onPick(pick))
    marker.on('keypress', ({ originalEvent }: L.LeafletKeyboardEvent) => {
      if (originalEvent.key === 'Enter') this.onPick(pick)
    })
    this.markers.set(pick.id, marker)
  }

  private addName(id: string, name: string, point: L.LatLng): void {
    const element = document.createElement('span')
    element.className = 'map-name'
    element.textContent = name
    const icon = L.divIcon({ html: element, className: 'map-mark', iconSize: [0, 0], iconAnchor: [0, -NAME_BELOW] })
    L.marker(point, { icon, interactive: false, keyboard: false, zIndexOffset: 1000 }).addTo(this.ground)
    this.named.push({ id, name, point, element })
  }

  private placeNames(): void {
    const labels = this.named.map<Label>(({ id, name, point }) => {
      const { x, y } = this.map.latLngToContainerPoint(point)
      const width = widthOf(name, LABEL_SIZE) + 4
      return { id, x: x - width / 2, y: y + NAME_BELOW, width, height: LABEL_SIZE + 4 }
    })
    const shown = roomFor(labels)
    for (const { id, element } of this.named) element.hidden = !shown.has(id)
  }
}

function at(point: Point): L.LatLng {
  return L.latLng(point.lat, point.lon)
}
