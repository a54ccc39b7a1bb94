/** Where this phone is, for as long as a page needs it; nothing is kept. */
import { onBeforeUnmount, onMounted, shallowRef, type ShallowRef } from 'vue'

import type { Place } from './distance'

export interface Fix {
  point: Place
  /** metres */
  acc: number
  /** milliseconds since 1970 */
  at: number
}

export type LocationTrouble = 'denied' | 'unavailable'

const FRESH_MS = 60_000

export interface Location {
  fix: ShallowRef<Fix | null>
  trouble: ShallowRef<LocationTrouble | null>
  /** the last fix if it is young enough to say where somebody is */
  fresh: () => Fix | null
}

export function useLocation(): Location {
  const fix = shallowRef<Fix | null>(null)
  const trouble = shallowRef<LocationTrouble | null>(null)
  let watching: number | null = null

  onMounted(() => {
    if (!(navigator.geolocation as Geolocation | null | undefined)) {
      trouble.value = 'unavailable'
      return
    }
    watching = navigator.geolocation.watchPosition(take, refuse, { enableHighAccuracy: true, maximumAge: 5_000, timeout: 20_000 })
  })
  onBeforeUnmount(() => {
    if (watching !== null) navigator.geolocation.clearWatch(watching)
  })

  function take({ coords, timestamp }: GeolocationPosition): void {
    trouble.value = null
    fix.value = {
      point: { lat: rounded(coords.latitude), lon: rounded(coords.longitude) },
      acc: Math.min(100_000, Math.round(coords.accuracy)),
      at: timestamp,
    }
  }

  function refuse(failure: GeolocationPositionError): void {
    trouble.value = failure.code === failure.PERMISSION_DENIED ? 'denied' : 'unavailable'
  }

  function fresh(): Fix | null {
    return fix.value && Date.now() - fix.value.at < FRESH_MS ? fix.value : null
  }

  return { fix, trouble, fresh }
}

/** A millionth of a degree is a tenth of a metre. */
function rounded(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6
}
