/** Tells all tabs that something kept on this device has changed. */

import { REALM } from './realm'

/** written: a new document. manifest: a record's state. photos: an upload. pulled: documents from the server. */
export type Ring = 'written' | 'manifest' | 'photos' | 'pulled'

const tabs = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(`${REALM}xunge-bell`)
const listeners = new Set<(what: Ring) => void>()
tabs?.addEventListener('message', (message: MessageEvent<Ring>) => tell(message.data))

export function ring(what: Ring): void {
  tell(what)
  tabs?.postMessage(what)
}

/** Calls back after each change, whichever tab it came from. Returns the way to stop. */
export function onRing(listener: (what: Ring) => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function tell(what: Ring): void {
  listeners.forEach((listener) => listener(what))
}
