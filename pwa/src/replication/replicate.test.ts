import { beforeEach, describe, expect, it, vi } from 'vitest'

import { pull, push } from './replicate'

import { openBare, openDocuments, type Documents } from '@/db/open'
import { keepMark, newMark, snapshotMark } from '@/db/snapshot'

import { aPhone, open } from '../../tests/phone'
import { rawText } from '../../tests/raw'

let phone: Documents
let server: Documents

beforeEach(async () => {
  await aPhone()
  await open('phone', 'server')
  phone = openDocuments('phone', 'patrol_1')
  server = openDocuments('server', 'patrol_1')
})

const ids = async (database: Documents) => (await database.allDocs()).rows.map((row) => row.id)

describe('the first sync', () => {
  it('takes the live documents and not the walk through all that ever was', async () => {
    await server.bulkDocs(Array.from({ length: 620 }, (_, n) => ({ _id: `shift:${String(n).padStart(4, '0')}` })))
    const first = await server.get('shift:0000')
    await server.remove(first)
    const changes = vi.spyOn(server, 'changes')
    await pull(phone, server)
    expect(await ids(phone)).toEqual(await ids(server))
    expect((await phone.info()).doc_count).toBe(619)
    const seen = changes.mock.calls.map(([options]) => options?.since)
    expect(seen).not.toContain(0)
  })

  it('misses nothing that was written while it ran', async () => {
    await server.put({ _id: 'a' })
    const list = server.allDocs.bind(server)
    vi.spyOn(server, 'allDocs').mockImplementationOnce(async (options?: object) => {
      const page = await list(options)
      await server.put({ _id: 'late' })
      return page
    })
    await pull(phone, server)
    expect(await ids(phone)).toEqual(['a', 'late'])
  })

  it('is not repeated: the next pull brings the news only', async () => {
    await server.put({ _id: 'a' })
    await pull(phone, server)
    await server.put({ _id: 'b' })
    const list = vi.spyOn(server, 'allDocs')
    expect(await pull(phone, server)).toBe(1)
    expect(list).not.toHaveBeenCalled()
  })
})

describe('what is sealed on the phone', () => {
  const plain = (documents: Documents) => documents.allDocs({ include_docs: true })

  it('is plain at the server, and sealed again when it comes from there', async () => {
    const centre = openBare('centre', 'patrol_1')
    await phone.put({ _id: 'a', text: '路灯不亮' })
    await push(phone, centre)
    expect((await plain(centre)).rows.map((row) => row.doc)).toMatchObject([{ _id: 'a', text: '路灯不亮' }])
    await centre.put({ _id: 'b', text: '门口有积水' })
    await pull(phone, centre)
    expect(await phone.get('b')).toMatchObject({ text: '门口有积水' })
    await centre.destroy()
    const raw = await rawText()
    expect(['路灯不亮', '门口有积水'].filter((word) => raw.includes(word))).toEqual([])
  })

  it('that was carried over from an older copy looks through the changes since its mark once', async () => {
    await server.put({ _id: 'a', text: '旧' })
    const since = (await server.info()).update_seq
    await keepMark(phone, { ...newMark(since), complete: true, carried: true })
    await server.put({ _id: 'b', text: '新' })
    expect(await pull(phone, server)).toBe(1)
    expect(await ids(phone)).toEqual(['b'])
    expect(await snapshotMark(phone)).toMatchObject({ complete: true, carried: false })
    expect(await pull(phone, server)).toBe(0)
  })
})

describe('pushing', () => {
  it('brings what the server lacks, with its revision', async () => {
    const { rev } = await phone.put({ _id: 'ck:1' })
    expect((await push(phone, server)).denied).toEqual([])
    expect((await server.get('ck:1'))._rev).toBe(rev)
  })

  it('tells which documents the endpoint refused', async () => {
    await phone.put({ _id: 'ck:1' })
    await phone.put({ _id: 'ck:2' })
    const keep = server.bulkDocs.bind(server)
    vi.spyOn(server, 'bulkDocs').mockImplementationOnce(async () => [
      { id: 'ck:1', error: true, status: 403, name: 'forbidden', message: 'no right', reason: 'no right' } as never,
    ])
    const { denied } = await push(phone, server)
    expect(denied).toEqual([{ id: 'ck:1', reason: 'no right' }])
    vi.mocked(server.bulkDocs).mockImplementation(keep)
    expect((await push(phone, server)).denied).toEqual([])
    expect(await ids(server)).toEqual([]) // replication calls it done: only receipts tell the truth
  })
})

describe('a first sync that was cut short', () => {
  /** All pages are copied, then the connection goes. */
  async function isCutShort(): Promise<void> {
    const changes = vi.spyOn(server, 'changes').mockImplementation(() => {
      throw new Error('cut')
    })
    await expect(pull(phone, server)).rejects.toThrow('cut')
    changes.mockRestore()
  }

  it('keeps nothing that was withdrawn before it went on', async () => {
    const { rev } = await server.put({ _id: 'view:party' } as never)
    await isCutShort()
    await server.remove('view:party', rev)
    await pull(phone, server)
    await expect(phone.get('view:party')).rejects.toMatchObject({ status: 404 })
  })

  it('has one leaf of what changed before it went on', async () => {
    const { rev } = await server.put({ _id: 'st:shift:1', rseq: 1 } as never)
    await isCutShort()
    await server.put({ _id: 'st:shift:1', _rev: rev, rseq: 2 } as never)
    await pull(phone, server)
    expect(await phone.get('st:shift:1', { conflicts: true })).toMatchObject({ rseq: 2 })
    expect(await phone.get('st:shift:1', { conflicts: true })).not.toHaveProperty('_conflicts')
  })
})
