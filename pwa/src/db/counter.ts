/** Numbers a device's writes without holes. The counter is read and raised inside the transaction that also notes the
 * write, so a number is never used twice and never skipped, whatever the number of tabs and crashes. */
import type { IDBPObjectStore, StoreNames } from 'idb'

import type { DeviceSchema } from './open'

type Settings = IDBPObjectStore<DeviceSchema, StoreNames<DeviceSchema>[], 'settings', 'readwrite'>

/** The number that this device would take now. */
export async function nextNumber(settings: Pick<Settings, 'get'>, dev: string): Promise<number> {
  return (((await settings.get(`dseq:${dev}`)) as number | undefined) ?? 0) + 1
}

/** The next number of this device. It counts only when the transaction of `settings` is completed. */
export async function takeNumber(settings: Settings, dev: string): Promise<number> {
  const key = `dseq:${dev}`
  const next = await nextNumber(settings, dev)
  await settings.put(next, key)
  return next
}
