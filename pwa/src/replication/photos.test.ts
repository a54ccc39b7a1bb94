import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import * as photos from './photos'
import { syncRound } from './round'
import { eachByItself } from './steps'

import { ApiProblem, Unreachable } from '@/api/client'
import { adopt, expectUser, forget } from '@/api/token'
import { mayCarryPhotos, photosWifiOnly, setPhotosWifiOnly, tellsNetwork } from '@/db/connection'

import { aPhone, LEAD } from '../../tests/phone'

const network = (type: string | undefined) =>
  Object.defineProperty(navigator, 'connection', { value: type && { type }, configurable: true })

beforeEach(() => aPhone())
afterEach(() => {
  network(undefined)
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
  forget()
})

describe('photos on Wi-Fi only', () => {
  it('is the person’s choice, and not made for them', async () => {
    network('cellular')
    expect(await photosWifiOnly()).toBe(false)
    expect(await mayCarryPhotos()).toBe(true)
    await setPhotosWifiOnly(true)
    expect(await mayCarryPhotos()).toBe(false)
    network('wifi')
    expect(await mayCarryPhotos()).toBe(true)
  })

  it('cannot be chosen, and holds nothing back, where the browser does not tell', async () => {
    await setPhotosWifiOnly(true)
    expect(tellsNetwork()).toBe(false)
    expect(await mayCarryPhotos()).toBe(true)
  })

  it('keeps a round from sending them', async () => {
    expectUser(LEAD.user)
    adopt({
      access_token: 't',
      expires_in: 900,
      user: { id: LEAD.user, name: 'x', unit: 'u', div: LEAD.div, division_name: 'x', roles: [], team: null },
      device: { id: 'dev-a', epoch: 1 },
      databases: [],
      server: { uuid: 'u', time: '' },
      half: 'field',
    })
    vi.stubGlobal('fetch', async () => new Response('{}', { headers: { 'Content-Type': 'application/json' } }))
    const sent = vi.spyOn(photos, 'sendPhotos').mockResolvedValue()
    network('cellular')
    await setPhotosWifiOnly(true)
    await syncRound({ id: LEAD.user, databases: [] }, [])
    expect(sent).not.toHaveBeenCalled()
    await setPhotosWifiOnly(false)
    await syncRound({ id: LEAD.user, databases: [] }, [])
    expect(sent).toHaveBeenCalled()
  })
})

describe('steps of a round', () => {
  const failing = (failure: unknown) => () => Promise.reject(failure)

  it('have their turn whatever happened to the one before', async () => {
    const last = vi.fn(async () => undefined)
    const steps = [failing(new Unreachable(undefined, 503)), failing(new ApiProblem(422, 'x', '', '')), last]
    await expect(eachByItself(steps)).rejects.toMatchObject({ status: 503 })
    expect(last).toHaveBeenCalled()
  })

  it.each([new Unreachable(), new ApiProblem(401, 'session_revoked', '', '')])('end with the line or the session', async (failure) => {
    const last = vi.fn(async () => undefined)
    await expect(eachByItself([failing(failure), last])).rejects.toBe(failure)
    expect(last).not.toHaveBeenCalled()
  })
})
