/** The office's base map on this phone: whether there is one, and whether it is kept for places without a network. */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import { fetchBaseMap, fetchBaseMapPart, FileChanged, type BaseMapFile } from '@/api/baseMap'
import { Unreachable } from '@/api/client'
import { dropBaseMap, keepPart, keptBytes, keptParts, knownFile, noteFile, PART_BYTES } from '@/db/baseMap'
import { storageLeft } from '@/db/device'
import { isDiskFull } from '@/stores/records'

export type { BaseMapFile } from '@/api/baseMap'

/** Records come first: so much stays free for them. */
const RESERVE_BYTES = 200 * 1024 * 1024

/** `none`: the office has none; `sketch`: it has one that cannot be read now; `there`: it can be read. */
export type Standing = 'looking' | 'none' | 'sketch' | 'there'
/** Why the file is not kept. */
export type Trouble = 'no_space' | 'offline' | 'changed' | 'failed'

export const useBaseMap = defineStore('base-map', () => {
  const file = shallowRef<BaseMapFile | null>(null)
  const standing = ref<Standing>('looking')
  const have = ref(0)
  const keeping = ref(false)
  const trouble = ref<Trouble | null>(null)
  const parts = computed(() => (file.value ? Math.ceil(file.value.size / PART_BYTES) : 0))
  const whole = computed(() => parts.value > 0 && have.value === parts.value)
  /** bytes that are here */
  const bytes = computed(() => Math.min(file.value?.size ?? 0, have.value * PART_BYTES))

  /** Asks the server; without it, what was told before counts. */
  async function look(): Promise<void> {
    const told = await fetchBaseMap().catch((failure: unknown) => failure as Error)
    if (told instanceof Error) {
      file.value = await knownFile()
      have.value = (await keptParts()).size
      standing.value = whole.value ? 'there' : 'sketch'
      if (file.value === null) standing.value = 'none'
      return
    }
    if (told === null) await dropBaseMap()
    else await noteFile(told)
    file.value = told
    have.value = told ? (await keptParts()).size : 0
    standing.value = told ? 'there' : 'none'
  }

  async function read(mark: string, offset: number, length: number, signal?: AbortSignal): Promise<ArrayBuffer> {
    if (file.value?.mark === mark) {
      const kept = await keptBytes(offset, length)
      if (kept) return kept
    }
    return fetchBaseMapPart(mark, offset, length, signal)
  }

  /** Brings what is missing to the phone. Cut short, it goes on from there the next time. */
  async function keep(): Promise<void> {
    if (keeping.value || !file.value) return
    keeping.value = true
    trouble.value = null
    try {
      if (await fits(file.value)) await bring(file.value)
      else trouble.value = 'no_space'
    } catch (failure) {
      trouble.value = troubleOf(failure)
      if (trouble.value === 'changed') await look()
    } finally {
      keeping.value = false
    }
  }

  async function bring({ mark, size }: BaseMapFile): Promise<void> {
    const here = await keptParts()
    for (let number = 0; number < parts.value && keeping.value; number += 1) {
      if (here.has(number)) continue
      const offset = number * PART_BYTES
      await keepPart(number, await fetchBaseMapPart(mark, offset, Math.min(PART_BYTES, size - offset)))
      have.value += 1
    }
  }

  async function fits({ size }: BaseMapFile): Promise<boolean> {
    const storage = await storageLeft()
    return storage === null || storage.quota - storage.used - (size - bytes.value) > RESERVE_BYTES
  }

  /** What was brought stays. */
  function pause(): void {
    keeping.value = false
  }

  async function drop(): Promise<void> {
    await dropBaseMap()
    have.value = 0
    await look()
  }

  /** The file is there, but it cannot be drawn. */
  function unreadable(): void {
    standing.value = 'sketch'
  }

  return { file, standing, have, keeping, trouble, whole, bytes, look, read, keep, pause, drop, unreadable }
})

function troubleOf(failure: unknown): Trouble {
  if (failure instanceof FileChanged) return 'changed'
  if (isDiskFull(failure)) return 'no_space'
  return failure instanceof Unreachable ? 'offline' : 'failed'
}
