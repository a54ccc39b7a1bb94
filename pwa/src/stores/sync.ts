/** The phone and the server, kept together while somebody is logged in. */
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'

import { photosWifiOnly, setPhotosWifiOnly, tellsNetwork } from '@/db/connection'
import { askPersistence, isPersistent, storageLeft } from '@/db/device'
import { lastSync, Sync, type LastSync } from '@/replication/sync'
import { useSession } from '@/stores/session'

export type { Ending, LastSync } from '@/replication/sync'

export const useSync = defineStore('sync', () => {
  const session = useSession()
  const running = ref(false)
  const last = shallowRef<LastSync | null>(null)
  const storage = shallowRef<{ used: number; quota: number } | null>(null)
  /** the browser promised not to throw it away */
  const kept = ref(false)
  /** null where the browser does not tell Wi-Fi from mobile data */
  const wifiOnly = ref<boolean | null>(null)
  let sync: Sync | null = null

  async function start(): Promise<void> {
    const { user } = session
    if (!user || sync || session.training) return
    last.value = await lastSync(user.id)
    sync = new Sync(() => ({ id: user.id, databases: session.user?.databases ?? user.databases }), {
      running: (now) => (running.value = now),
      done: note,
    })
    void sync.run()
  }

  function stop(): void {
    sync?.stop()
    sync = null
    last.value = null
  }

  /** A full round at once; resolves with how it ended. */
  async function now(): Promise<LastSync | null> {
    return (await sync?.now()) ?? null
  }

  function note(done: LastSync): void {
    last.value = done
    session.noteEnding(done.ending)
  }

  async function readWish(): Promise<void> {
    wifiOnly.value = tellsNetwork() ? await photosWifiOnly() : null
  }

  async function wish(only: boolean): Promise<void> {
    await setPhotosWifiOnly(only)
    wifiOnly.value = only
    if (!only) void now()
  }

  async function measure(): Promise<void> {
    storage.value = await storageLeft()
    kept.value = await isPersistent()
  }

  /** Asks the browser for its promise. */
  async function keep(): Promise<void> {
    kept.value = await askPersistence()
  }

  return { running, last, storage, kept, wifiOnly, start, stop, now, measure, keep, readWish, wish }
})
