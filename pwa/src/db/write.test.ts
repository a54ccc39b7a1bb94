import { beforeEach, describe, expect, it, vi } from 'vitest'

import { adoptDevice } from './device'
import { entryOf, intend, openEntries, outset, settle } from './manifest'
import { destroyDocuments, openDevice, openDocuments } from './open'
import { Invalid, isoLocal, repair, write } from './write'

import { aCheckin, aPhone, killTab, LEAD, open, PATROL, SECRET, SHIFT } from '../../tests/phone'

const documents = () => openDocuments(LEAD.user, PATROL)

async function numbers(): Promise<number[]> {
  return (await openEntries()).map((entry) => entry.dseq).sort((a, b) => a - b)
}

beforeEach(() => aPhone())

describe('writing', () => {
  it('is on disk, numbered and waiting to be sent', async () => {
    const entry = await write(LEAD, aCheckin())
    const stored = await documents().get(entry.id)
    expect(stored).toMatchObject({ wrote: { by: LEAD.user, dev: 'dev-a', dseq: 1 }, div: '421102001', v: 1 })
    expect(await entryOf(entry.id)).toMatchObject({ state: 'saved', rev: stored._rev, dseq: 1 })
  })

  it('refuses what does not fit the contract, and takes no number for it', async () => {
    const wrong = aCheckin()
    wrong.fields.method = 'guess'
    await expect(write(LEAD, wrong)).rejects.toBeInstanceOf(Invalid)
    await write(LEAD, aCheckin())
    expect(await numbers()).toEqual([1])
  })

  it('has one effect when it is done twice', async () => {
    const draft = aCheckin()
    const [first, second] = [await write(LEAD, draft), await write(LEAD, draft)]
    expect(second.dseq).toBe(first.dseq)
    expect(await numbers()).toEqual([1])
  })

  it('chains a device’s events on a subject', async () => {
    const first = await write(LEAD, aCheckin())
    const second = await write(LEAD, aCheckin())
    expect(first.body?.prev).toBeNull()
    expect(second.body?.prev).toBe(first.id)
  })
})

describe('the counter', () => {
  it('numbers many writes at once without holes or repeats', async () => {
    await Promise.all(Array.from({ length: 30 }, () => write(LEAD, aCheckin())))
    expect(await numbers()).toEqual(Array.from({ length: 30 }, (_, place) => place + 1))
  })

  it('is one for two tabs', async () => {
    const tab = await import('./write')
    vi.resetModules()
    const other = await import('./write')
    await (await import('./keys')).unlockWith(LEAD.user, SECRET)
    expect(other.write).not.toBe(tab.write)
    await Promise.all(Array.from({ length: 20 }, (_, place) => (place % 2 ? tab : other).write(LEAD, aCheckin())))
    expect(await numbers()).toEqual(Array.from({ length: 20 }, (_, place) => place + 1))
  })

  it('goes on after the tab was killed', async () => {
    await write(LEAD, aCheckin())
    await killTab()
    expect((await write(LEAD, aCheckin())).dseq).toBe(2)
  })

  it('does not move when the intent could not be noted', async () => {
    const entry = await write(LEAD, aCheckin())
    const body = () => ({ ...aBody(entry.id), wrote: { by: LEAD.user, dev: 'dev-a', dseq: 2 } })
    await expect(intend({ user: LEAD.user, database: PATROL, subject: SHIFT, body }, { dev: 'dev-a', dseq: 2 })).rejects.toThrow()
    expect((await write(LEAD, aCheckin())).dseq).toBe(2)
  })

  it('does not move when the document could not be made', async () => {
    const body = () => {
      throw new RangeError('no such document')
    }
    await expect(intend({ user: LEAD.user, database: PATROL, subject: SHIFT, body }, { dev: 'dev-a', dseq: 1 })).rejects.toThrow('no such')
    expect((await write(LEAD, aCheckin())).dseq).toBe(1)
  })

  it('begins anew for a new device and is kept for each person', async () => {
    await write(LEAD, aCheckin())
    await adoptDevice(LEAD.user, { id: 'dev-b', intake_key: 'k', epoch: 2 })
    expect(await write(LEAD, aCheckin())).toMatchObject({ dev: 'dev-b', dseq: 1 })
    await open('chibi-p02')
    await adoptDevice('chibi-p02', { id: 'dev-c', intake_key: 'k', epoch: 1 })
    expect(await write({ ...LEAD, user: 'chibi-p02' }, aCheckin())).toMatchObject({ dev: 'dev-c', dseq: 1 })
  })
})

describe('repair', () => {
  const intentFor = async (id: string) => {
    const body = (dev: string, dseq: number) => ({ ...aBody(id), wrote: { by: LEAD.user, dev, dseq } })
    return intend({ user: LEAD.user, database: PATROL, subject: SHIFT, body }, await outset(LEAD.user, id, null, []))
  }

  it('writes what a crash left as an intent, under its own number', async () => {
    const { id } = aCheckinId()
    await intentFor(id)
    await killTab()
    expect(await repair(LEAD.user)).toEqual([id])
    expect(await documents().get(id)).toMatchObject({ wrote: { dseq: 1 } })
    expect((await entryOf(id))?.rev).toMatch(/^1-/)
    expect(await repair(LEAD.user)).toEqual([])
  })

  it('notes a document that was stored just before the crash', async () => {
    const { id } = aCheckinId()
    const intent = await intentFor(id)
    const { rev } = await documents().put(intent.body ?? aBody(id))
    await killTab()
    await repair(LEAD.user)
    expect((await entryOf(id))?.rev).toBe(rev)
  })

  it('writes again, with the same revision, what the document store lost', async () => {
    const entry = await write(LEAD, aCheckin())
    await destroyDocuments(LEAD.user, [PATROL])
    await killTab()
    expect(await repair(LEAD.user)).toEqual([entry.id])
    expect((await documents().get(entry.id))._rev).toBe(entry.rev)
  })

  it('of one record is not held up by another that cannot be mended', async () => {
    const [one, two] = [aCheckinId().id, aCheckinId().id]
    await intentFor(one)
    await intentFor(two)
    vi.spyOn(documents(), 'put').mockRejectedValueOnce(new DOMException('full', 'QuotaExceededError'))
    expect(await repair(LEAD.user)).toEqual([two])
    expect(await repair(LEAD.user, 'cutShort')).toEqual([one])
  })

  it('leaves alone what has its receipt', async () => {
    const entry = await write(LEAD, aCheckin())
    await settle(entry.id, { state: 'received', reason: null, words: null })
    expect(await repair(LEAD.user)).toEqual([])
    expect((await entryOf(entry.id))?.body).toBeNull()
    expect(await (await openDevice()).count('manifest')).toBe(1)
  })
})

describe('the device’s own time', () => {
  it('carries its offset and milliseconds', () => {
    const moment = new Date('2026-11-23T08:15:30.042Z')
    const text = isoLocal(moment)
    expect(text).toMatch(/T\d\d:\d\d:\d\d\.042[+-]\d\d:\d\d$/)
    expect(Date.parse(text)).toBe(moment.getTime())
  })
})

function aCheckinId(): { id: string } {
  return { id: aCheckin()._id }
}

function aBody(id: string) {
  const { fields, type } = aCheckin()
  return {
    _id: id,
    type,
    v: 1,
    div: LEAD.div,
    wrote: { by: LEAD.user, dev: 'dev-a', dseq: 1 },
    at_dev: '2026-11-23T08:00:00.000+08:00',
    tz: 'Asia/Shanghai',
    ...fields,
  }
}
