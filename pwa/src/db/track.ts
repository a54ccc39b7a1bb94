/** A person's track of the running shift, sealed; at most one. */
import { openValue, sealValue, type Sealed } from './keys'
import { dropSetting, readSetting, saveSetting } from './settings'

const keyFor = (user: string) => `track:${user}`

export async function readTrack<T>(user: string): Promise<T | null> {
  const sealed = await readSetting<Sealed>(keyFor(user))
  return sealed ? openValue<T>(user, keyFor(user), sealed) : null
}

export async function hasTrack(user: string): Promise<boolean> {
  return (await readSetting(keyFor(user))) !== undefined
}

export async function saveTrack(user: string, track: unknown): Promise<void> {
  await saveSetting(keyFor(user), await sealValue(user, keyFor(user), track))
}

export async function dropTrack(user: string): Promise<void> {
  await dropSetting(keyFor(user))
}
