/** The base map of the office as a layer: one PMTiles file with Protomaps' vector layers, painted without fonts, pictures
 * or addresses of others. Fetched only when there is such a file. */
import type L from 'leaflet'

export interface FileReader {
  /** differs for every version of the file */
  mark: string
  read: (offset: number, length: number, signal?: AbortSignal) => Promise<ArrayBuffer>
}

export interface GroundLook {
  dark: boolean
  lang: 'zh-CN' | 'en'
}

/** Throws when the file cannot be read here and now, or holds no vector tiles. */
export async function groundLayer(file: FileReader, { dark, lang }: GroundLook): Promise<L.Layer> {
  const [{ PMTiles, TileType }, { leafletLayer }] = await Promise.all([import('pmtiles'), import('protomaps-leaflet')])
  const tiles = new PMTiles({
    getKey: () => file.mark,
    getBytes: async (offset, length, signal) => ({ data: await file.read(offset, length, signal) }),
  })
  const header = await tiles.getHeader()
  if (header.tileType !== TileType.Mvt) throw new TypeError('the base map holds pictures, not vector tiles')
  return leafletLayer({
    url: tiles as never, // the layer's types are those of an older release
    flavor: dark ? 'dark' : 'light',
    lang: lang === 'en' ? 'en' : 'zh-Hans',
    maxDataZoom: header.maxZoom,
    attribution: '© OpenStreetMap',
  }) as unknown as L.Layer
}
