/** Where a place of the records is drawn. Records keep WGS-84; a base map shifted as Chinese maps are (GCJ-02) wants what
 * is drawn on it shifted too, and what is tapped there shifted back. */
import type { Place } from '@/composables/distance'

export type DatumName = 'wgs84' | 'gcj02'

export interface Datum {
  shown: (kept: Place) => Place
  kept: (shown: Place) => Place
}

const same = (place: Place): Place => place
export const WGS84: Datum = { shown: same, kept: same }

export async function datumOf(name: DatumName): Promise<Datum> {
  if (name === 'wgs84') return WGS84
  const { default: gcoord } = await import('gcoord')
  return {
    shown: ({ lat, lon }) => placeOf(gcoord.transform([lon, lat], gcoord.WGS84, gcoord.GCJ02)),
    kept: ({ lat, lon }) => placeOf(gcoord.transform([lon, lat], gcoord.GCJ02, gcoord.WGS84)),
  }
}

function placeOf([lon, lat]: readonly number[]): Place {
  return { lat: lat ?? 0, lon: lon ?? 0 }
}
