import { describe, expect, it } from 'vitest'

import type { Checkpoint } from './documents'
import { markUnproven } from './files'
import { readSticker, sha256Of } from './sticker'

async function aPoint(code: string, token: string): Promise<Checkpoint> {
  return { code, name: code, qr_sha256: await sha256Of(token) } as unknown as Checkpoint
}

describe('a sticker', () => {
  it('is read whole, as code and token, or by its token alone', async () => {
    const points = [await aPoint('421102001-c001', 'Ab-1'), await aPoint('421102001-c002', 'Cd-2')]
    for (const text of ['xunge:cp:421102001-c002:Cd-2', ' 421102001-c002:Cd-2 ', 'Cd-2']) {
      expect(await readSticker(text, points)).toMatchObject({ token: 'Cd-2', genuine: true, checkpoint: { code: '421102001-c002' } })
    }
  })

  it('with another code than the registered one is told from a genuine one', async () => {
    const points = [await aPoint('421102001-c001', 'Ab-1')]
    expect(await readSticker('xunge:cp:421102001-c001:old', points)).toMatchObject({ genuine: false })
  })

  it('of somewhere else is none', async () => {
    const points = [await aPoint('421102001-c001', 'Ab-1')]
    expect(await readSticker('https://example.org/menu', points)).toBeNull()
    expect(await readSticker('xunge:cp:421102009-c001:x', points)).toBeNull()
    expect(await readSticker('Ab-2', points)).toBeNull()
  })

  it('proves no visit when its code is another’s, before and after the server has spoken', async () => {
    const point = await aPoint('c1', 'good')
    const checkin = (id: string, token: string) => ({ _id: id, checkpoint: 'c1', method: 'qr', qr_token: token })
    const file = {
      status: { results: { judged: { result: 'applied', reason: null, flags: ['bad_token'] } } },
      checkins: [checkin('a', 'good'), checkin('b', 'bad'), checkin('judged', 'good')],
      unproven: new Set<string>(),
    }
    await markUnproven(new Map([['s', file as never]]), new Map([['c1', point]]))
    expect([...file.unproven].sort()).toEqual(['b', 'judged'])
  })
})
