import { beforeEach, describe, expect, it } from 'vitest'

import { useLostEdits } from './lostEdits'

import { openEntries } from '@/db/manifest'

import { aLead, aStatus, lost, reopen } from '../../tests/lost'
import { LEAD, SHIFT } from '../../tests/phone'

beforeEach(aLead)

describe('what I wrote and lost', () => {
  it('is what gave way to somebody who did not know of it, as long as it is not mine again', async () => {
    await aStatus({
      vehicle: 'v2',
      weather: 'sunny',
      superseded: [
        lost('vehicle', 'v1', 'v2'),
        lost('weather', 'sunny', 'rain'), // mine again by now
        lost('km_start', 10, 9, { concurrent: false }),
        lost('started_at', 'x', 'y'), // the time of an event: nobody chose it
        { ...lost('handover_to', 'a', 'b'), by: 'chibi-p02' },
      ],
    })
    const edits = useLostEdits()
    expect(edits.all).toBeNull()
    await edits.load()
    expect(edits.open.map((one) => one.edit.field)).toEqual(['vehicle'])
  })

  it('is asked back by an edit that knows of the other, and hidden once the server has judged that', async () => {
    await aStatus({ vehicle: 'v2', superseded: [lost('vehicle', 'v1', 'v2')] })
    const edits = useLostEdits()
    await edits.load()
    const [one] = edits.open
    if (!one) throw new Error('nothing was lost')
    expect(await edits.askable(one)).toEqual({ allowed: true, reason: null })
    await edits.ask(one, '请恢复')
    const [entry] = await openEntries(LEAD.user)
    expect(entry?.body).toMatchObject({
      type: 'shift_ev', action: 'edit', subject: SHIFT, seen: 7, payload: { field: 'vehicle', value: 'v1' }, note: '请恢复', prev: null,
    })
    expect([edits.open.length, edits.all?.[0]?.asked]).toEqual([0, entry?.id])

    await aStatus({ rseq: 8, vehicle: 'v1', superseded: [lost('vehicle', 'v1', 'v2')], results: { [entry?.id ?? '']: { result: 'applied', reason: null } } })
    await edits.load()
    expect(edits.all).toEqual([])
  })

  it('cannot be asked back where a rule decides, or the state forbids it', async () => {
    await aStatus({ km_start: 9, handover_to: 'b', superseded: [lost('km_start', 10, 9), lost('handover_to', 'a', 'b')] })
    const edits = useLostEdits()
    await edits.load()
    const reasons = await Promise.all(edits.open.map((one) => edits.askable(one)))
    expect(reasons.map((one) => one.reason)).toEqual(['by_rule', 'by_rule'])
    await aStatus({ state: 'cancelled', vehicle: 'v2', superseded: [lost('vehicle', 'v1', 'v2')] })
    await edits.load()
    expect(await edits.askable(edits.open[0] as never)).toEqual({ allowed: false, reason: 'not_while_cancelled' })
  })

  it('stays away once it was put away, also after a restart', async () => {
    await aStatus({ vehicle: 'v2', superseded: [lost('vehicle', 'v1', 'v2')] })
    const edits = useLostEdits()
    await edits.load()
    await edits.putAway(edits.open[0] as never)
    expect(edits.all).toEqual([])
    await reopen()
    await useLostEdits().load()
    expect(useLostEdits().all).toEqual([])
  })
})
