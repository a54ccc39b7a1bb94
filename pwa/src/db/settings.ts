import { openDevice } from './open'

/** A value this device remembers for all its users; undefined when it never was set. */
export async function readSetting<T>(key: string): Promise<T | undefined> {
  return (await (await openDevice()).get('settings', key)) as T | undefined
}

export async function saveSetting(key: string, value: unknown): Promise<void> {
  await (await openDevice()).put('settings', value, key)
}

/** Changes a value that is there, in one transaction; does nothing when it is not. */
export async function changeSetting<T>(key: string, change: (value: T) => T): Promise<void> {
  const tx = (await openDevice()).transaction('settings', 'readwrite', { durability: 'strict' })
  const value = (await tx.store.get(key)) as T | undefined
  if (value !== undefined) await tx.store.put(change(value), key)
  await tx.done
}

export async function dropSetting(key: string): Promise<void> {
  await (await openDevice()).delete('settings', key)
}
