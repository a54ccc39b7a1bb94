/** The patrols of my team: what is planned, what runs, and what may be done about it. All of it from this phone. */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import { mayWrite } from '@/contract/contract'
import { rulesOf } from '@/contract/localFold'
import { onRing } from '@/db/bell'
import { newUlid } from '@/db/manifest'
import { patrolDays, referenceOf } from '@/db/patrol'
import { isoLocal, write, type NewDocument } from '@/db/write'
import { useSession } from '@/stores/session'

import { checkinId, eventId, vehicleLogId, type CheckinMethod, type Point, type ShiftFile, type ShiftHead } from './documents'
import { filesOf, markUnproven } from './files'
import { emptyReference, sortReference } from './reference'
import { localShift, mayDo, mayEver, type LocalShift, type Permission, type Rules } from './shiftState'

export { newUlid }

export interface ShiftCard {
  id: string
  head: ShiftHead
  file: ShiftFile
  now: LocalShift
}

export interface NewCheckin {
  /** prepared with the form, so that saving twice has one effect */
  ulid: string
  checkpoint: string | null
  method: CheckinMethod
  qr_token: string | null
  point: Point | null
  acc: number | null
  reason: string | null
}

export interface NewFind {
  id: string
  kind: string
  place: string
  point: Point | null
  text: string
  attach: string[]
}

export interface NewVehicleLog {
  ulid: string
  vehicle: string
  km: number
  fuel_l: number | null
  fault: string | null
}

const DAYS_BACK = 3
const SOON_MS = 2 * 3_600_000
const RUNNING = ['started', 'paused']
const rules = rulesOf('shift') as Rules // the contract always has the shift

export const usePatrol = defineStore('patrol', () => {
  const session = useSession()
  const reference = shallowRef(emptyReference())
  const files = shallowRef(new Map<string, ShiftFile>())
  const ready = ref(false)
  const database = computed(() => `patrol_${session.township}`)

  const cards = computed<ShiftCard[]>(() =>
    [...files.value.values()]
      .map((file) => ({ id: file.head._id, head: file.head, file, now: localShift(file, rules) }))
      .sort((a, b) => a.head.starts_at.localeCompare(b.head.starts_at)),
  )
  const mine = computed(() => cards.value.filter((card) => card.head.team === session.team))
  const running = computed(() => mine.value.filter((card) => RUNNING.includes(card.now.state)))

  /** What is on for my team today or since last night, what is about to begin, and what is left open of the days before. */
  function dueAt(now: Date): ShiftCard[] {
    const today = isoDate(0, now)
    const open = [...RUNNING, 'ended']
    return mine.value.filter(({ head, now: { state } }) => {
      if (head.date === today) return true
      if (head.date < today) return open.includes(state) || Date.parse(head.ends_at ?? '') > now.getTime()
      return Date.parse(head.starts_at) - now.getTime() < SOON_MS
    })
  }

  async function load(): Promise<void> {
    const { user, township } = session
    if (!user) return
    reference.value = sortReference(await referenceOf(user.id, township))
    await loadShifts()
    ready.value = true
  }

  async function loadShifts(): Promise<void> {
    const { user, township, team } = session
    if (!user || !team) return
    const from = isoDate(-DAYS_BACK)
    const found = filesOf(await patrolDays(user.id, township, team, from, isoDate(1)))
    await markUnproven(found, reference.value.checkpoints)
    files.value = found
  }

  /** Follows what is written and pulled, in any tab. Returns the way to stop. */
  function follow(): () => void {
    return onRing((what) => {
      if (what === 'pulled') void load()
      if (what === 'written') void loadShifts()
    })
  }

  function cardOf(id: string): ShiftCard | null {
    return cards.value.find((card) => card.id === id) ?? null
  }

  function may(card: ShiftCard, action: string, payload: Record<string, unknown> = {}): Permission {
    const { user } = session
    if (!user) return { allowed: false, reason: null }
    return mayDo(card.now, action, payload, { id: user.id, roles: user.roles }, rules)
  }

  /** Whether this is mine to do at all, now or in another state of the shift. */
  function isMine(action: string): boolean {
    const { user } = session
    return user !== null && mayEver(rules, { id: user.id, roles: user.roles }, action)
  }

  /** Whether my roles let me write documents of this type at all. */
  function mayAdd(type: 'shift' | 'veh_log'): boolean {
    return mayWrite('patrol_', type, session.user?.roles ?? [])
  }

  async function save(draft: Omit<NewDocument, 'database'>): Promise<string> {
    const { user } = session
    if (!user) throw new Error('nobody is logged in')
    const entry = await write({ user: user.id, div: user.div }, { ...draft, database: database.value })
    await loadShifts()
    return entry.id
  }

  /** Writes an event on the shift, with what was shown when it was decided. `ulid` is prepared with the form. */
  async function act(card: ShiftCard, action: string, payload: Record<string, unknown>, ulid = newUlid()): Promise<string> {
    return save({
      _id: eventId(card.id, ulid),
      type: 'shift_ev',
      subject: card.id,
      fields: { subject: card.id, action, ...shown(card), payload, note: null },
    })
  }

  /** A patrol that nobody planned: a head of its own; the start follows as an event. */
  async function open(ulid: string, members: string[], vehicle: string | null): Promise<string> {
    return save({
      _id: `shift:${ulid}`,
      type: 'shift',
      subject: `shift:${ulid}`,
      fields: {
        team: session.team,
        date: isoDate(0),
        slot: 'adhoc',
        starts_at: isoLocal(new Date()),
        ends_at: null,
        members,
        vehicle,
        must_points: [],
        planned: false,
      },
    })
  }

  async function checkIn(card: ShiftCard, checkin: NewCheckin): Promise<string> {
    const { ulid, ...fields } = checkin
    return save({
      _id: checkinId(card.id, ulid),
      type: 'ckin',
      subject: card.id,
      fields: { subject: card.id, ...fields, ...shown(card) },
    })
  }

  async function report(card: ShiftCard, find: NewFind): Promise<string> {
    const { id, ...fields } = find
    return save({ _id: id, type: 'patrol_find', subject: card.id, fields: { subject: card.id, ...fields, ...shown(card) } })
  }

  async function logVehicle(card: ShiftCard | null, log: NewVehicleLog): Promise<string> {
    const { ulid, vehicle, ...fields } = log
    return save({
      _id: vehicleLogId(vehicle, ulid),
      type: 'veh_log',
      subject: null,
      fields: { vehicle, shift: card?.id ?? null, ...fields },
    })
  }

  const staffName = (id: string) => reference.value.staff.get(id)?.name ?? id
  /** Whoever or whatever has this id: a person, a school, a unit, a mailbox. */
  const nameOf = (id: string) => [reference.value.staff, reference.value.schools, reference.value.units].map((known) => known.get(id)?.name).find(Boolean) ?? reference.value.mailboxes.get(id)?.site ?? id
  const pointName = (code: string) => reference.value.checkpoints.get(code)?.name ?? code
  const vehicleName = (code: string) => reference.value.vehicles.get(code)?.name ?? code

  return {
    reference, cards, mine, running, ready, database,
    load, follow, dueAt, cardOf, may, isMine, mayAdd, save, act, open, checkIn, report, logVehicle,
    staffName, nameOf, pointName, vehicleName,
  }
})

function shown(card: ShiftCard): { seen: number; seen_ids: string[] } {
  return { seen: card.now.seen, seen_ids: card.now.seen_ids }
}

/** Today's date on this device, some days from now. */
export function isoDate(daysFromNow: number, now = new Date()): string {
  const day = new Date(now.getFullYear(), now.getMonth(), now.getDate() + daysFromNow, 12)
  return isoLocal(day).slice(0, 10)
}
