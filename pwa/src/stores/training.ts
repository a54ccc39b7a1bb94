/** Practising: the same pages and forms over documents that are nobody's. Nothing of it leaves the phone, and nothing stays. */
import type { Seed } from '@/db/training'
import { beginTraining, endTraining } from '@/db/training'
import type { KnownUser } from '@/db/records'
import { referenceOf } from '@/db/patrol'
import { isoLocal } from '@/db/write'
import { isoDate } from '@/stores/patrol'
import { useSession } from '@/stores/session'

type Row = Record<string, unknown> & { _id: string }

/** Who practises and who is on duty with them: invented, so that no colleague's name is practised on. */
const TRAINEE = 'trainee'
const MATES = ['trainee-2', 'trainee-3']
/** Places and things; people are left out. */
const TAKEN = ['division', 'unit', 'vehicle', 'grid', 'key_site', 'checkpoint', 'school', 'mailbox', 'param']
const POINTS = 4
const MINUTE_MS = 60_000

/** `empty`: the places of the township are not on this phone yet; `busy`: another tab practises. */
export async function startTraining(nameOf: (number: number) => string): Promise<'begun' | 'empty' | 'busy'> {
  const { user, township } = useSession()
  if (!user) return 'empty'
  const reference = await referenceOf(user.id, township)
  if (!reference.some(({ type }) => type === 'unit')) return 'empty'
  return (await beginTraining(seedFor(user, township, reference, nameOf, new Date()))) ? 'begun' : 'busy'
}

/** Deletes all that was practised; the phone begins anew, with the real work. */
export async function stopTraining(): Promise<void> {
  await endTraining()
  location.replace('/')
}

/** What the trainee finds. Pure. */
export function seedFor(user: KnownUser, township: string, reference: readonly Row[], nameOf: (number: number) => string, now: Date): Seed {
  const own = (name: string) => (name.startsWith('own_') ? `own_${TRAINEE}` : name)
  const trainee: KnownUser = {
    id: TRAINEE, username: TRAINEE, name: nameOf(1), unit: user.unit, div: user.div, division_name: user.division_name,
    roles: user.roles, team: user.team, half: 'field', databases: user.databases.map((grant) => ({ ...grant, name: own(grant.name) })), last_login: now.toISOString(),
  }
  const places = reference.filter(({ type }) => TAKEN.includes(String(type))).map(({ _rev, ...row }) => row as Row)
  const documents: Seed['documents'] = { [`ref_${township}`]: [...places, ...peopleOf(trainee, reference, nameOf)] }
  if (trainee.team) documents[`patrol_${township}`] = [aShift(trainee, trainee.team, reference, now)]
  return { user: trainee, documents }
}

function peopleOf({ unit, div, team }: KnownUser, reference: readonly Row[], nameOf: (number: number) => string): Row[] {
  const members = [TRAINEE, ...MATES]
  const staff = members.map((id, at) => ({ _id: `staff:${id}`, type: 'staff', v: 1, div, state: 'active', id, name: nameOf(at + 1), unit, roles: [], team }))
  const teams = reference.filter(({ type, code }) => type === 'team' && code === team).map(({ _rev, ...row }) => ({ ...row, members, lead: TRAINEE }) as Row)
  return [...staff, ...teams]
}

/** A shift of today that has just begun, with a few points to visit. */
function aShift({ div }: KnownUser, team: string, reference: readonly Row[], now: Date): Row {
  const points = reference.filter(({ type, must, state }) => type === 'checkpoint' && must === true && state !== 'retired')
  const vehicle = reference.find(({ type, code }) => type === 'team' && code === team)?.vehicle ?? null
  const at = (minutes: number) => isoLocal(new Date(now.getTime() + minutes * MINUTE_MS))
  const date = isoDate(0, now)
  return {
    _id: `shift:${team}:${date}:day`, type: 'shift', v: 1, div: div.slice(0, 9), wrote: { by: 'server', dev: 'server', dseq: 0 }, at_dev: at(0), tz: 'UTC',
    team, date, slot: 'day', starts_at: at(-10), ends_at: at(240), members: [TRAINEE, MATES[0]], vehicle, must_points: points.slice(0, POINTS).map(({ code }) => code), planned: true,
  }
}
