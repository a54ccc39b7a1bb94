/** Leaflet as phone and console use it: no foreign hosts, own shapes, names that leave each other room, a scale, and a
 * view that stays on what it was fitted to until somebody moves it. */
import L from 'leaflet'
import 'leaflet/dist/leaflet.css'

import type { Place } from '@/composables/distance'

import { roomFor, widthOf, type Label } from './labels'

interface Name {
  id: string
  at: L.LatLng
  text: string
  /** pixels from the place to the top of its name */
  below: number
  /** the zoom from which the name is worth its room */
  from: number
  element: HTMLElement
}

/** Something that can be picked by finger, pointer or keyboard. */
export interface PickShape {
  id: string
  place: Place
  className: string
  html: string
  /** what it is, read out */
  title: string
  /** pixels */
  size: number
  above: number
}

export const NAME_SIZE = 12
const CLOSEST = 17

export abstract class NamedMap {
  protected readonly map: L.Map
  private readonly markers = new Map<string, L.Marker>()
  private readonly resizing: ResizeObserver
  private names: Name[] = []
  private fitted: L.LatLngBounds | null = null
  private fitting = false

  /** `padding`: pixels around what is fitted. */
  constructor(element: HTMLElement, options: L.MapOptions, private readonly padding: number) {
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches
    this.map = L.map(element, { attributionControl: false, zoomControl: false, zoomAnimation: !calm, fadeAnimation: false, markerZoomAnimation: !calm, maxZoom: 19, ...options })
    this.map.setView([30.45, 114.88], 12)
    L.control.scale({ imperial: false, position: 'bottomleft' }).addTo(this.map)
    this.map.on('zoomend moveend', () => this.placeNames())
    this.map.on('dragstart zoomstart', () => {
      if (!this.fitting) this.letGo()
    })
    this.resizing = new ResizeObserver(() => this.resized())
    this.resizing.observe(element)
  }

  /** Shows all of these places, as close as the map allows, until somebody moves the map. */
  fit(places: readonly Place[]): void {
    if (places.length === 0) return
    this.fitted = L.latLngBounds(places.map((place) => this.at(place)))
    this.showFitted()
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

  protected at({ lat, lon }: Place): L.LatLng {
    return L.latLng(lat, lon)
  }

  /** A layer above those before it. */
  protected layer(): L.LayerGroup {
    return L.layerGroup().addTo(this.map)
  }

  /** The view is not held on what it was fitted to any more. */
  protected letGo(): void {
    this.fitted = null
  }

  protected clear(...layers: L.LayerGroup[]): void {
    layers.forEach((layer) => layer.clearLayers())
    this.markers.clear()
    this.names = []
  }

  protected addShape(place: Place, html: string, size: number, layer: L.LayerGroup): void {
    const icon = L.divIcon({ html, className: 'map-mark', iconSize: [size, size] })
    L.marker(this.at(place), { icon, interactive: false, keyboard: false }).addTo(layer)
  }

  protected addPick({ id, place, className, html, title, size, above }: PickShape, layer: L.LayerGroup, pick: () => void): void {
    const icon = L.divIcon({ html, className: `map-mark pick ${className}`, iconSize: [size, size] })
    const marker = L.marker(this.at(place), { icon, title, keyboard: true, riseOnHover: true, zIndexOffset: above }).addTo(layer)
    marker.getElement()?.setAttribute('aria-label', title)
    marker.getElement()?.setAttribute('data-pick', id)
    marker.on('click', pick)
    marker.on('keypress', ({ originalEvent }: L.LeafletKeyboardEvent) => {
      if (originalEvent.key === 'Enter') pick()
    })
    this.markers.set(id, marker)
  }

  protected addName(id: string, text: string, at: L.LatLng, below: number, layer: L.LayerGroup, { className = '', from = 0 } = {}): void {
    const element = document.createElement('span')
    element.className = `map-name ${className}`
    element.textContent = text
    const icon = L.divIcon({ html: element, className: 'map-mark', iconSize: [0, 0], iconAnchor: [0, -below] })
    L.marker(at, { icon, interactive: false, keyboard: false, zIndexOffset: 100 }).addTo(layer)
    this.names.push({ id, text, at, below, from, element })
  }

  protected placeNames(): void {
    const labels = this.names.filter(({ from }) => this.map.getZoom() >= from).map<Label>(({ id, text, at, below }) => {
      const { x, y } = this.map.latLngToContainerPoint(at)
      const width = widthOf(text, NAME_SIZE) + 6
      return { id, x: x - width / 2, y: y + below, width, height: NAME_SIZE + 5 }
    })
    const shown = roomFor(labels)
    for (const { id, element } of this.names) element.hidden = !shown.has(id)
  }

  private resized(): void {
    this.map.invalidateSize({ animate: false })
    this.showFitted()
  }

  private showFitted(): void {
    if (!this.fitted || this.map.getSize().x === 0) return
    this.fitting = true
    this.map.fitBounds(this.fitted, { padding: [this.padding, this.padding], maxZoom: CLOSEST, animate: false })
    this.fitting = false
  }
}
