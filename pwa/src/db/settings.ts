import { openDevice } from './open'

/** A value this device remembers for all its users; undefined when it never was set. */
export async function readSetting<T>(key: string): Promise<T | undefined> {
  return (await (await openDevice()).get('settings', key)) as T | undefined
}

export async function saveSetting(key: string, value: unknown): Promise<void> {
  await (await openDevice()).put('settings', value, key)
}
