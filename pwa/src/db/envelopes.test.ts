import { beforeEach, describe, expect, it } from 'vitest'

import { envelopeFor, intakeKeyId, takeIntakeKey } from './envelopes'
import { entryOf, settle } from './manifest'
import { sealMissing, write } from './write'

import { anIntake } from '../../tests/intake'
import { aCheckin, aPhone, LEAD, PATROL } from '../../tests/phone'
import { rawText } from '../../tests/raw'

beforeEach(() => aPhone())

describe('an envelope', () => {
  it('is sealed at saving, and only intake reads in it what the phone would send', async () => {
    const intake = await anIntake()
    await takeIntakeKey(intake.told)
    const { id, rev } = await write(LEAD, aCheckin())
    const { envelope, body } = (await entryOf(id)) ?? {}
    expect(envelope?.key).toBe('key-1')
    expect(await intake.open(id, envelope?.box ?? '')).toEqual({ database: PATROL, document: { ...body, _rev: rev } })
    await expect(intake.open('ck:another', envelope?.box ?? '')).rejects.toThrow()
    await expect((await anIntake()).open(id, envelope?.box ?? '')).rejects.toThrow()
    expect(await rawText()).not.toContain('贴纸损坏')
  })

  it('is not the same twice', async () => {
    await takeIntakeKey((await anIntake()).told)
    expect(await envelopeFor('a', 1)).not.toEqual(await envelopeFor('a', 1))
  })

  it.each(['received', 'needs_you'] as const)('goes when the server has the record: %s', async (state) => {
    await takeIntakeKey((await anIntake()).told)
    const { id } = await write(LEAD, aCheckin())
    await settle(id, { state, reason: null, words: null })
    expect(await entryOf(id)).toMatchObject({ state, envelope: null })
  })

  it('is made later of what was written before the server named a key, and anew for another key', async () => {
    const { id } = await write(LEAD, aCheckin())
    expect((await entryOf(id))?.envelope).toBeNull()
    await sealMissing(LEAD.user)
    expect((await entryOf(id))?.envelope).toBeNull()
    await takeIntakeKey((await anIntake()).told)
    await sealMissing(LEAD.user)
    const first = (await entryOf(id))?.envelope
    await sealMissing(LEAD.user)
    expect((await entryOf(id))?.envelope).toEqual(first)
    const second = await anIntake('key-2')
    await takeIntakeKey(second.told)
    await sealMissing(LEAD.user)
    expect(await second.open(id, (await entryOf(id))?.envelope?.box ?? '')).toMatchObject({ document: { _id: id } })
  })

  it('fails nobody who saves when the key that the server named is none', async () => {
    await takeIntakeKey({ id: 'key-1', key: 'AAAA' })
    expect(await intakeKeyId()).toBeNull()
    expect((await write(LEAD, aCheckin())).rev).not.toBeNull()
  })
})
