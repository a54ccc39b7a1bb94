/** The office's base map as far as this phone keeps it: parts of one size, in a database of its own. It is the same for
 * everybody and says nothing of anybody, so it is not sealed. */
import { deleteDB, openDB, type DBSchema, type IDBPDatabase } from 'idb'

import { REALM } from './realm'

interface BaseMapSchema extends DBSchema {
  about: { key: 'file'; value: KeptFile }
  parts: { key: number; value: Blob }
}

export interface KeptFile {
  size: number
  mark: string
  datum: 'wgs84' | 'gcj02'
}

const NAME = `${REALM}xunge-base-map`
export const PART_BYTES = 1024 * 1024

async function withParts<T>(work: (database: IDBPDatabase<BaseMapSchema>) => Promise<T>): Promise<T> {
  const database = await openDB<BaseMapSchema>(NAME, 1, {
    upgrade(fresh) {
      fresh.createObjectStore('about')
      fresh.createObjectStore('parts')
    },
  })
  try {
    return await work(database)
  } finally {
    database.close()
  }
}

/** The file as it was last told; kept so that what is here can be used without a network. */
export async function knownFile(): Promise<KeptFile | null> {
  return withParts(async (database) => (await database.get('about', 'file')) ?? null)
}

/** Notes which file there is. The parts of another version go. */
export async function noteFile(file: KeptFile): Promise<void> {
  await withParts(async (database) => {
    const tx = database.transaction(['about', 'parts'], 'readwrite')
    const before = await tx.objectStore('about').get('file')
    if (before?.mark !== file.mark) await tx.objectStore('parts').clear()
    await tx.objectStore('about').put(file, 'file')
    await tx.done
  })
}

/** Numbers of the parts that are here. */
export async function keptParts(): Promise<Set<number>> {
  return withParts(async (database) => new Set(await database.getAllKeys('parts')))
}

export async function keepPart(number: number, bytes: ArrayBuffer): Promise<void> {
  await withParts(async (database) => void (await database.put('parts', new Blob([bytes]), number)))
}

/** The bytes when all of them are here; else null. */
export async function keptBytes(offset: number, length: number): Promise<ArrayBuffer | null> {
  const numbers = partsOf(offset, length)
  const found = await withParts((database) => Promise.all(numbers.map((number) => database.get('parts', number))))
  if (!found.every((part) => part !== undefined)) return null
  const begin = offset - (numbers[0] ?? 0) * PART_BYTES
  return new Blob(found as Blob[]).slice(begin, begin + length).arrayBuffer()
}

export async function dropBaseMap(): Promise<void> {
  await deleteDB(NAME)
}

export function partsOf(offset: number, length: number): number[] {
  const [first, last] = [Math.floor(offset / PART_BYTES), Math.floor((offset + length - 1) / PART_BYTES)]
  return Array.from({ length: last - first + 1 }, (_, at) => first + at)
}
