/** Which device this is. The server registers a phone once for each person who logs in on it, so ids, intake keys
 * and counters are kept per person. A marker of each id lives outside the database: a marker without its record means
 * that the browser threw the storage away, and what is written from now on counts as another device's. */
import { openDevice } from './open'
import { REALM } from './realm'

export interface DeviceRecord {
  id: string
  /** lets the device hand over what has no session; given once, when the device is registered */
  intake_key: string | null
  epoch: number
}

const MARKERS = 'xunge.devices'

/** Where the record of this person's device is kept among the settings. */
export function deviceKey(user: string): string {
  return `device:${user}`
}

/** A device id this phone had before: what was written under it is handed over under its own credential. */
export async function readFormerDevice(id: string): Promise<DeviceRecord | null> {
  return ((await (await openDevice()).get('settings', formerKey(id))) as DeviceRecord | undefined) ?? null
}

function formerKey(id: string): string {
  return `device-before:${id}`
}

export async function readDevice(user: string): Promise<DeviceRecord | null> {
  return ((await (await openDevice()).get('settings', deviceKey(user))) as DeviceRecord | undefined) ?? null
}

/** True when people worked on this phone before and the browser has thrown their storage away. */
export async function storageWasLost(): Promise<boolean> {
  if (REALM) return false
  const lost = await Promise.all(Object.keys(markers()).map(async (user) => (await readDevice(user)) === null))
  return lost.some(Boolean)
}

/** Takes over what the server says about this device at login. A new id starts counting at one. */
export async function adoptDevice(
  user: string,
  told: { id: string; intake_key?: string; epoch: number },
): Promise<DeviceRecord> {
  const tx = (await openDevice()).transaction('settings', 'readwrite', { durability: 'strict' })
  const known = (await tx.store.get(deviceKey(user))) as DeviceRecord | undefined
  const kept = known?.id === told.id ? known.intake_key : null
  const record: DeviceRecord = { id: told.id, intake_key: told.intake_key ?? kept, epoch: told.epoch }
  if (known && known.id !== told.id) await tx.store.put(known, formerKey(known.id))
  await tx.store.put(record, deviceKey(user))
  await tx.done
  mark({ ...markers(), [user]: record.id })
  return record
}

/** Forgets the device of a person who logs out for good. */
export async function dropDevice(user: string): Promise<void> {
  await (await openDevice()).delete('settings', deviceKey(user))
  mark(Object.fromEntries(Object.entries(markers()).filter(([one]) => one !== user)))
}

function markers(): Record<string, string> {
  try {
    return JSON.parse(localStorage.getItem(MARKERS) ?? '{}') as Record<string, string>
  } catch {
    return {}
  }
}

function mark(all: Record<string, string>): void {
  if (REALM) return // a training leaves nothing behind that could be missed
  localStorage.setItem(MARKERS, JSON.stringify(all))
}

/** Those that name others too come first. */
const SYSTEMS = ['Android', 'iPhone', 'Windows', 'Macintosh', 'Linux']

/** A name the office can tell phones apart by. */
export function deviceName(agent = navigator.userAgent): string {
  const model = /Android [^;)]*; ([^;)]+?)(?: Build|[;)])/.exec(agent)?.[1]
  if (model && model !== 'K') return model
  return SYSTEMS.find((system) => agent.includes(system)) ?? 'browser'
}

export function devicePlatform(agent = navigator.userAgent): string {
  const engine = /(Edg|MicroMessenger|HuaweiBrowser|Chrome|Firefox|Version)\/(\d+)/.exec(agent)
  return engine ? `${engine[1] ?? ''} ${engine[2] ?? ''}` : 'web'
}

/** Whether the browser promised not to throw the storage away when space runs short. */
export async function isPersistent(): Promise<boolean> {
  return (await navigator.storage?.persisted?.()) ?? false
}

export async function askPersistence(): Promise<boolean> {
  return (await navigator.storage?.persist?.()) ?? false
}

/** Bytes used and granted by the browser; null where it does not tell. */
export async function storageLeft(): Promise<{ used: number; quota: number } | null> {
  const estimate = await navigator.storage?.estimate?.()
  if (estimate?.usage === undefined || estimate.quota === undefined) return null
  return { used: estimate.usage, quota: estimate.quota }
}
