import { IDBFactory } from 'fake-indexeddb'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { problemsOf } from '@/contract/validate'
import type { KnownUser } from '@/db/records'

import { seedFor } from './training'

const NOW = new Date('2026-11-24T05:00:00Z')
const PLACE = '421102001'
const LEAD: KnownUser = {
  id: 'chibi-lead', username: 'chibi-lead', name: '周建国', unit: 'chibi-gov', div: PLACE, division_name: '赤壁街道', roles: ['patrol_lead'], team: 'p1', half: 'both',
  databases: [{ name: `patrol_${PLACE}`, read: true, write: true }, { name: 'own_chibi-lead', read: true, write: true }], last_login: '',
}
const at = { lat: 30.447, lon: 114.872 }
const reference = [
  { _id: 'unit:chibi-gov', _rev: '3-a', type: 'unit', code: 'chibi-gov', name: '综治中心' },
  { _id: 'staff:chibi-lead', _rev: '1-a', type: 'staff', id: 'chibi-lead', name: '周建国', phone: '0713-1' },
  { _id: 'staff:chibi-p02', _rev: '1-a', type: 'staff', id: 'chibi-p02', name: '吴晓东' },
  { _id: 'team:p1', _rev: '1-a', type: 'team', code: 'p1', name: '巡逻队', members: ['chibi-lead', 'chibi-p02'], lead: 'chibi-lead', vehicle: 'v1' },
  { _id: 'roster:p1', _rev: '1-a', type: 'roster', team: 'p1', members: ['chibi-lead'] },
  ...[1, 2, 3, 4, 5, 6].map((n) => ({ _id: `checkpoint:c${n}`, _rev: '1-a', type: 'checkpoint', code: `c${n}`, name: `${n}号`, point: at, must: n !== 2, state: n === 3 ? 'retired' : 'active', qr_sha256: 'f' })),
]
const seed = (user = LEAD) => seedFor(user, PLACE, reference, (number) => `学员${number}`, NOW)

describe('what a trainee finds', () => {
  it('names nobody who works here', () => {
    const text = JSON.stringify(seed())
    for (const real of ['周建国', '吴晓东', 'chibi-lead', 'chibi-p02', '0713']) expect(text).not.toContain(real)
  })

  it('has the places, invented people, and a shift that has just begun', () => {
    const { user, documents } = seed()
    expect([user.id, user.roles, user.half, user.databases.map(({ name }) => name)]).toEqual(['trainee', ['patrol_lead'], 'field', [`patrol_${PLACE}`, 'own_trainee']])
    expect(documents[`ref_${PLACE}`]?.map(({ _id }) => _id)).toEqual([
      'unit:chibi-gov', ...[1, 2, 3, 4, 5, 6].map((n) => `checkpoint:c${n}`), 'staff:trainee', 'staff:trainee-2', 'staff:trainee-3', 'team:p1',
    ])
    const [shift] = documents[`patrol_${PLACE}`] ?? []
    expect(problemsOf('shift', shift as never)).toEqual([])
    expect(shift).toMatchObject({ members: ['trainee', 'trainee-2'], must_points: ['c1', 'c4', 'c5', 'c6'], vehicle: 'v1' })
  })

  it('has no shift for who is in no team', () => {
    expect(Object.keys(seed({ ...LEAD, team: null }).documents)).toEqual([`ref_${PLACE}`])
  })
})

describe('a page that trains', () => {
  const fetched = vi.fn<typeof fetch>()
  beforeEach(() => {
    globalThis.indexedDB = new IDBFactory()
    sessionStorage.clear()
    localStorage.clear()
    vi.stubGlobal('fetch', fetched.mockReset())
    Object.assign(navigator.locks, { query: () => Promise.resolve({ held: [] }) })
  })
  afterEach(() => {
    sessionStorage.clear()
    vi.resetModules()
    vi.unstubAllGlobals()
  })

  /** The application as the next load of this tab finds it. */
  async function loadedForTraining() {
    const { beginTraining } = await import('@/db/training')
    expect(await beginTraining(seed())).toBe(true)
    vi.resetModules()
    const { createPinia, setActivePinia } = await import('pinia')
    setActivePinia(createPinia())
    const { useSession } = await import('./session')
    const session = useSession()
    await session.start()
    return session
  }
  const databases = async () => (await indexedDB.databases()).map(({ name }) => name ?? '')

  it('opens as the trainee, in databases of its own', async () => {
    const session = await loadedForTraining()
    expect([session.training, session.user?.id, session.withPin]).toEqual([true, 'trainee', []])
    const { write } = await import('@/db/write')
    const { openEntries } = await import('@/db/manifest')
    const patrol = `patrol_${PLACE}`
    const [shift] = seed().documents[patrol] ?? []
    const fields = { subject: shift?._id, checkpoint: 'c1', method: 'hand', qr_token: null, point: null, acc: null, reason: '练习', seen: 0, seen_ids: [] }
    await write({ user: 'trainee', div: PLACE }, { database: patrol, _id: `ck:${String(shift?._id).slice(6)}:01ARZ3NDEKTSV4RRFFQ69G5FAV`, type: 'ckin', subject: shift?._id ?? null, fields })
    expect(await openEntries('trainee')).toHaveLength(1)
    expect((await databases()).every((name) => name.replace('_pouch_', '').startsWith('training-'))).toBe(true)
    expect(localStorage.getItem('xunge.devices')).toBe(null)
  })

  it('asks the server nothing, whoever tries', async () => {
    await loadedForTraining()
    const { request, requestOpen, authorized } = await import('@/api/client')
    const { renew } = await import('@/api/session')
    const { useSync } = await import('./sync')
    const tries = [() => request('GET', '/api/news'), () => requestOpen('GET', '/api/health'), () => authorized('/db/x'), () => renew()]
    for (const tried of tries) await expect(tried()).rejects.toThrow()
    await useSync().start()
    expect(await useSync().now()).toBe(null)
    expect(fetched).not.toHaveBeenCalled()
  })

  it('goes on after a reload, and leaves nothing when it ends', async () => {
    await loadedForTraining()
    const { closeAll } = await import('@/db/open')
    await closeAll()
    vi.resetModules()
    const { createPinia, setActivePinia } = await import('pinia')
    setActivePinia(createPinia())
    const { useSession } = await import('./session')
    await useSession().start()
    expect(useSession().user?.id).toBe('trainee')
    const { endTraining } = await import('@/db/training')
    await endTraining()
    expect(await databases()).toEqual([])
    expect([sessionStorage.length, Object.keys(localStorage)]).toEqual([0, []])
  })

  it('is cleared up after when its tab was killed', async () => {
    await loadedForTraining()
    const { closeAll } = await import('@/db/open')
    await closeAll()
    sessionStorage.clear()
    vi.resetModules()
    const { trainingLeft } = await import('@/db/realm')
    expect(trainingLeft()).toBe(true)
    const { clearLeft } = await import('@/db/training')
    await clearLeft()
    expect([(await databases()).length, trainingLeft()]).toEqual([0, false])
  })

  it('is one at a time', async () => {
    Object.assign(navigator.locks, { query: () => Promise.resolve({ held: [{ name: 'xunge-training' }] }) })
    const { beginTraining } = await import('@/db/training')
    expect(await beginTraining(seed())).toBe(false)
    expect(sessionStorage.length).toBe(0)
  })
})
