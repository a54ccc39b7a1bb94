/** The office's base map: one file that is read in parts. */
import { authorized, request } from './client'
import { problemOf } from './problem'

export interface BaseMapFile {
  /** bytes */
  size: number
  /** differs for every version of the file */
  mark: string
  datum: 'wgs84' | 'gcj02'
}

/** The file on the server is another one than was asked for. */
export class FileChanged extends Error {
  constructor() {
    super('the base map was replaced')
  }
}

/** Null when the office has none. */
export async function fetchBaseMap(): Promise<BaseMapFile | null> {
  return (await request<{ base: BaseMapFile | null }>('GET', '/api/map/base', { timeout: 8_000 })).base
}

/** So many bytes of this version of the file. Throws FileChanged, ApiProblem, Unreachable. */
export async function fetchBaseMapPart(mark: string, offset: number, length: number, signal?: AbortSignal): Promise<ArrayBuffer> {
  const headers = { Range: `bytes=${offset}-${offset + length - 1}`, 'If-Range': `"${mark}"` }
  const reply = await authorized('/api/map/base/file', { headers, ...(signal && { signal }) })
  if (reply.status === 200 || reply.status === 416) {
    await reply.body?.cancel()
    throw new FileChanged()
  }
  if (!reply.ok) throw await problemOf(reply)
  return reply.arrayBuffer()
}
