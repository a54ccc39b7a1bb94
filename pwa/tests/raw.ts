/** Reads what lies in IndexedDB, as somebody does who has the phone and no key. */

/** All that any database holds, as one text: strings as they are, bytes as characters. */
export async function rawText(): Promise<string> {
  const found: string[] = []
  for (const { name } of await indexedDB.databases()) {
    if (!name) continue
    const database = await promised(indexedDB.open(name))
    for (const store of database.objectStoreNames) {
      const rows = await promised(database.transaction(store).objectStore(store).getAll())
      for (const row of rows) found.push(await textOf(row))
    }
    database.close()
  }
  return found.join('\n')
}

function promised<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error as Error)
  })
}

async function textOf(value: unknown): Promise<string> {
  if (value instanceof Blob) return value.text()
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return new TextDecoder().decode(value as ArrayBuffer)
  if (typeof value !== 'object' || value === null) return String(value)
  const parts = await Promise.all(Object.entries(value).map(async ([key, part]) => `${key}=${await textOf(part)}`))
  return parts.join(' ')
}
