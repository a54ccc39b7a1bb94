export interface Place {
  lat: number
  lon: number
}

const EARTH_M = 6_371_008.8

/** Metres between two places on the ground (WGS-84, great circle). */
export function metresBetween(a: Place, b: Place): number {
  const [latA, latB] = [radians(a.lat), radians(b.lat)]
  const half = Math.sin((latB - latA) / 2) ** 2 + Math.cos(latA) * Math.cos(latB) * Math.sin(radians(b.lon - a.lon) / 2) ** 2
  return 2 * EARTH_M * Math.asin(Math.min(1, Math.sqrt(half)))
}

/** 85 m, 1.2 km, 14 km. */
export function distanceText(metres: number): string {
  if (metres < 1000) return `${Math.round(metres)} m`
  return metres < 10_000 ? `${(metres / 1000).toFixed(1)} km` : `${Math.round(metres / 1000)} km`
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180
}
