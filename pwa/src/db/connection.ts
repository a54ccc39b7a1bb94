/** Whether photos may travel over the network that the phone is in now. */
import { readSetting, saveSetting } from './settings'

const WIFI_ONLY = 'photos_wifi_only'

interface Connection {
  type?: string
}

/** The browser tells the kind of network only on some phones; without that there is nothing to choose. */
export function tellsNetwork(): boolean {
  return connection()?.type !== undefined
}

export async function photosWifiOnly(): Promise<boolean> {
  return tellsNetwork() && (await readSetting<boolean>(WIFI_ONLY)) === true
}

export async function setPhotosWifiOnly(wish: boolean): Promise<void> {
  await saveSetting(WIFI_ONLY, wish)
}

/** False only when the person wants Wi-Fi and this is known to be mobile data. */
export async function mayCarryPhotos(): Promise<boolean> {
  return connection()?.type !== 'cellular' || !(await photosWifiOnly())
}

function connection(): Connection | undefined {
  return (navigator as { connection?: Connection }).connection
}
