import { mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'

import { useDraft, type DraftForm } from './drafts'
import { draftPhoto, freshFind, saveFind } from './finds'
import { usePatrol } from './patrol'
import { useRecords } from './records'
import { NotAllSent, useSession } from './session'

import { adopt, type SessionReply } from '@/api/token'

import * as drafts from '@/db/drafts'
import { readDraft } from '@/db/drafts'
import { amend, openEntries } from '@/db/manifest'
import { openDocuments } from '@/db/open'
import { rememberUser, setActiveUser } from '@/db/users'

import { reopen } from '../../tests/lost'
import { aPhone, hasLock, killTab, LEAD, PATROL, SHIFT } from '../../tests/phone'

const aSession: SessionReply = {
  access_token: 't',
  expires_in: 900,
  user: { id: LEAD.user, name: 'x', unit: 'u', div: LEAD.div, division_name: 'x', roles: [], team: null },
  device: { id: 'dev-a', epoch: 1 },
  databases: [],
  server: { uuid: 'u', time: '' },
  half: 'field',
}
const settled = () => new Promise((resolve) => setTimeout(resolve, 60))

/** The lead, who worked on this phone before, without a network; a shift of today is planned. */
async function aLeadOffline(): Promise<void> {
  await aPhone()
  setActivePinia(createPinia())
  await rememberUser({
    id: LEAD.user,
    username: 'chibi-lead',
    name: '巡逻员-001',
    unit: 'u',
    div: LEAD.div,
    division_name: '赤壁街道',
    roles: ['patrol_lead'],
    team: '421102001-p1',
    half: 'field',
    databases: [{ name: PATROL, read: true, write: true }],
    last_login: '2026-11-23T00:00:00Z',
  })
  await setActiveUser(LEAD.user)
  await hasLock()
  await openDocuments(LEAD.user, PATROL).put(aPlannedShift() as never)
  await reopen()
}

function aPlannedShift(hours: [number, number] = [8, 16]) {
  const today = new Date()
  const at = (hour: number) => new Date(today.getFullYear(), today.getMonth(), today.getDate(), hour).toISOString()
  const date = `${today.getFullYear()}-${String(today.getMonth() + 1).padStart(2, '0')}-${String(today.getDate()).padStart(2, '0')}`
  return {
    _id: `shift:421102001-p1:${date}:day`,
    type: 'shift',
    team: '421102001-p1',
    date,
    slot: 'day',
    starts_at: at(hours[0]),
    ends_at: at(hours[1]),
    members: [LEAD.user],
    vehicle: null,
    must_points: [],
    planned: true,
    wrote: { by: 'server', dev: 'server', dseq: 0 },
    at_dev: at(0),
  }
}

/** Ten in the morning; only the calendar stands still, timers run. */
const MORNING = new Date(2026, 10, 23, 10)

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: MORNING })
  await aLeadOffline()
})
afterEach(() => void vi.useRealTimers())

describe('a patrol without a network', () => {
  it('starts, checks in, and is where it was after the tab was killed', async () => {
    const patrol = usePatrol()
    await patrol.load()
    const [card] = patrol.dueAt(new Date())
    if (!card) throw new Error('no shift today')
    await patrol.act(card, 'start', { on_duty: [LEAD.user], vehicle: null, km_start: null, weather: null })
    expect(patrol.running.map((one) => one.id)).toEqual([card.id])

    await killTab()
    await reopen()
    const later = usePatrol()
    await later.load()
    expect(later.running.map((one) => [one.id, one.now.state])).toEqual([[card.id, 'started']])
    const records = useRecords()
    await records.load()
    expect(records.allSent).toBe(false)
    expect(records.unsent).toHaveLength(1)
  })

  it('offers a night shift after midnight until it is over', async () => {
    const night = { ...aPlannedShift([22, 30]), _id: 'shift:421102001-p1:2026-11-23:night', slot: 'night' }
    await openDocuments(LEAD.user, PATROL).put(night as never)
    const patrol = usePatrol()
    await patrol.load()
    const due = (hour: number) => patrol.dueAt(new Date(2026, 10, 24, hour)).map((card) => card.id)
    expect(due(1)).toEqual([night._id])
    expect(due(7)).toEqual([])
  })

  it('does not write what the contract does not allow', async () => {
    const patrol = usePatrol()
    await patrol.load()
    const [card] = patrol.dueAt(new Date())
    if (!card) throw new Error('no shift today')
    await expect(patrol.act(card, 'start', { on_duty: [] })).rejects.toThrow()
    expect(await openEntries()).toEqual([])
  })

  it('saves a find with its photo once, however often it is pressed', async () => {
    const patrol = usePatrol()
    await patrol.load()
    const [card] = patrol.dueAt(new Date())
    if (!card) throw new Error('no shift today')
    const picture = { bytes: new Blob(['jpeg']), width: 4, height: 3 }
    const form = { ...freshFind(card.id), kind: 'hazard', text: '路灯不亮', photos: [draftPhoto(picture, picture)] }
    await saveFind(card, form)
    await saveFind(card, form)
    expect((await openEntries()).map((entry) => [entry.type, entry.dseq])).toEqual([['attach', 1], ['patrol_find', 2]])
    const [shown] = await useRecords().photosOn(form.id)
    expect(await shown?.thumb.bytes?.text()).toBe('jpeg')
  })

  it('is not called all sent while the only copy of a refused record is here', async () => {
    const patrol = usePatrol()
    await patrol.load()
    const [card] = patrol.dueAt(new Date())
    if (!card) throw new Error('no shift today')
    const id = await patrol.act(card, 'start', { on_duty: [LEAD.user], vehicle: null, km_start: null, weather: null })
    await amend(id, () => ({ state: 'needs_you', denied: true, reason: 'too_large' }))
    const records = useRecords()
    await records.load()
    expect(records.allSent).toBe(false)
    globalThis.fetch = async () => new Response(null, { status: 204 })
    adopt(aSession)
    await expect(useSession().leaveForGood()).rejects.toBeInstanceOf(NotAllSent)
    expect(await openEntries()).toHaveLength(1)
  })

  it('opens without a server that could answer', async () => {
    const session = useSession()
    await session.lock()
    globalThis.fetch = async () => new Response('<html>', { headers: { 'Content-Type': 'text/html' } })
    expect((await session.login('chibi-lead', 'secret')).id).toBe(LEAD.user)
    await session.lock()
    globalThis.fetch = async () => new Response('{}', { status: 500 })
    expect((await session.login('chibi-lead', 'secret')).id).toBe(LEAD.user)
  })

  it('may be opened with the password of the last login, and with no other', async () => {
    const session = useSession()
    await session.lock()
    expect(session.user).toBeNull()
    globalThis.fetch = () => Promise.reject(new TypeError('Failed to fetch'))
    await expect(session.login('chibi-lead', 'wrong')).rejects.toMatchObject({ code: 'wrong_offline' })
    await expect(session.login('somebody', 'secret')).rejects.toMatchObject({ code: 'unknown_offline' })
    expect((await session.login('chibi-lead', 'secret')).id).toBe(LEAD.user)
  })
})

describe('a form', () => {
  const mountForm = (idOf?: (fields: { text: string }) => string) => {
    const opened: DraftForm<{ text: string }>[] = []
    const form = mount(
      defineComponent({
        setup() {
          opened.push(useDraft(`note:${SHIFT}`, () => ({ text: '' }), idOf))
          return () => h('div')
        },
      }),
    )
    const [draft] = opened
    if (!draft) throw new Error('the form did not open')
    return { form, draft }
  }

  it('comes back as it was left, and is gone once it was saved', async () => {
    const first = mountForm()
    await settled()
    first.draft.fields.text = '路灯'
    await settled()
    first.form.unmount()

    const second = mountForm()
    await settled()
    expect(second.draft.fields.text).toBe('路灯')
    expect(second.draft.restored.value).toBe(true)
    await second.draft.finish()
    expect(await readDraft(LEAD.user, `note:${SHIFT}`)).toBeNull()
  })

  it('does not come back once its record is written, or the next record would be taken for it', async () => {
    const patrol = usePatrol()
    await patrol.load()
    const [card] = patrol.dueAt(new Date())
    if (!card) throw new Error('no shift today')
    const id = await patrol.act(card, 'start', { on_duty: [LEAD.user], vehicle: null, km_start: null, weather: null })
    await drafts.saveDraft(LEAD.user, `note:${SHIFT}`, { text: 'killed after the save' })
    const { draft } = mountForm(() => id)
    await settled()
    expect(draft.fields.text).toBe('')
    expect(draft.restored.value).toBe(false)
    expect(await readDraft(LEAD.user, `note:${SHIFT}`)).toBeNull()
  })

  it('goes on keeping keys after the disk was full for one of them', async () => {
    const { draft } = mountForm()
    await settled()
    vi.spyOn(drafts, 'saveDraft').mockRejectedValueOnce(new DOMException('full', 'QuotaExceededError'))
    draft.fields.text = '一'
    await settled()
    expect(draft.atRisk.value).toBe(true)
    draft.fields.text = '一二'
    await settled()
    expect(draft.atRisk.value).toBe(false)
    expect(await readDraft(LEAD.user, `note:${SHIFT}`)).toEqual({ text: '一二' })
    await draft.finish()
  })

  it('keeps a key that was quicker than the disk', async () => {
    const { draft } = mountForm()
    draft.fields.text = '快'
    await settled()
    expect(await readDraft(LEAD.user, `note:${SHIFT}`)).toEqual({ text: '快' })
  })
})
