import { IDBFactory } from 'fake-indexeddb'
import { openDB } from 'idb'
import { beforeEach, describe, expect, it, vi } from 'vitest'

import { adoptDevice, deviceName, devicePlatform, readDevice, readFormerDevice, storageWasLost } from './device'
import { closeAll } from './open'
import { makeVerifier, matches } from './users'

import { aPhone, LEAD } from '../../tests/phone'

beforeEach(() => aPhone())

describe('the device', () => {
  it('keeps the intake key, which the server gives once', async () => {
    await adoptDevice(LEAD.user, { id: 'dev-a', epoch: 1 })
    expect(await readDevice(LEAD.user)).toEqual({ id: 'dev-a', intake_key: 'key', epoch: 1 })
  })

  it('keeps what an id needs that it had before', async () => {
    await adoptDevice(LEAD.user, { id: 'dev-b', intake_key: 'other', epoch: 2 })
    expect(await readFormerDevice('dev-a')).toEqual({ id: 'dev-a', intake_key: 'key', epoch: 1 })
  })

  it('asks again after the storage once would not open', async () => {
    await closeAll()
    await openDB('newer', 5).then((newer) => newer.close())
    const open = indexedDB.open.bind(indexedDB)
    vi.spyOn(indexedDB, 'open').mockImplementationOnce(() => open('newer', 1))
    await expect(readDevice(LEAD.user)).rejects.toThrow()
    expect((await readDevice(LEAD.user))?.id).toBe('dev-a')
  })

  it('does not take an old key over to a new id', async () => {
    await adoptDevice(LEAD.user, { id: 'dev-b', epoch: 2 })
    expect((await readDevice(LEAD.user))?.intake_key).toBeNull()
  })

  it('notices that the browser threw the storage away', async () => {
    expect(await storageWasLost()).toBe(false)
    await closeAll()
    globalThis.indexedDB = new IDBFactory()
    expect(await storageWasLost()).toBe(true)
    await adoptDevice(LEAD.user, { id: 'dev-b', intake_key: 'k', epoch: 2 })
    expect(await storageWasLost()).toBe(false)
  })

  it('is named by its model where the browser tells', () => {
    const agent = 'Mozilla/5.0 (Linux; Android 12; HLK-AL00 Build/HONOR) AppleWebKit/537.36 Chrome/104.0.5112.97 Mobile'
    expect(deviceName(agent)).toBe('HLK-AL00')
    expect(devicePlatform(agent)).toBe('Chrome 104')
    expect(deviceName('Mozilla/5.0 (Linux; Android 10; K) Chrome/120.0')).toBe('Android')
  })
})

describe('the password without a network', () => {
  it('opens with the one of the last login only', async () => {
    const verifier = await makeVerifier('巡格-2026')
    expect(await matches('巡格-2026', verifier)).toBe(true)
    expect(await matches('巡格-2025', verifier)).toBe(false)
  })
})
