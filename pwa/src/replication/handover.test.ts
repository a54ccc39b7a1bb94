import { beforeEach, describe, expect, it } from 'vitest'

import { heldBy, leaveFormer } from './handover'

import { amend } from '@/db/manifest'
import { openDocuments } from '@/db/open'
import { write } from '@/db/write'

import { aCheckin, aPhone, LEAD, PATROL } from '../../tests/phone'

const OTHER = 'patrol_421102002'

async function documentsIn(database: string): Promise<number> {
  return (await openDocuments(LEAD.user, database).allDocs()).rows.length
}

beforeEach(() => aPhone())

describe('somebody who works elsewhere now', () => {
  it('loses the old copy once everything in it has its receipt', async () => {
    const { id } = await write(LEAD, aCheckin())
    await leaveFormer(LEAD.user, [PATROL])
    await leaveFormer(LEAD.user, [OTHER])
    expect(await documentsIn(PATROL)).toBe(1)

    await amend(id, () => ({ state: 'received' }))
    await leaveFormer(LEAD.user, [OTHER])
    expect(await documentsIn(PATROL)).toBe(0)
    expect(await heldBy(LEAD.user)).toEqual([OTHER])
  })

  it('keeps what needs a person', async () => {
    const { id } = await write(LEAD, aCheckin())
    await leaveFormer(LEAD.user, [PATROL])
    await amend(id, () => ({ state: 'needs_you', denied: true, reason: 'denied' }))
    await leaveFormer(LEAD.user, [OTHER])
    expect(await documentsIn(PATROL)).toBe(1)
    expect(await heldBy(LEAD.user)).toEqual([OTHER, PATROL].sort())
  })

  it('keeps what is still granted', async () => {
    await write(LEAD, aCheckin())
    for (const granted of [[PATROL, OTHER], [PATROL]]) await leaveFormer(LEAD.user, granted)
    expect(await documentsIn(PATROL)).toBe(1)
    expect(await heldBy(LEAD.user)).toEqual([PATROL])
  })
})
