/** Helpers for tests of the schools' records: an inspector of the township's schools on a phone without a network. */
import { saveDraft } from '@/db/drafts'
import { openEntries } from '@/db/manifest'
import { openDocuments } from '@/db/open'
import type { DocumentBody } from '@/db/records'
import { rememberUser, setActiveUser } from '@/db/users'
import { usePatrol } from '@/stores/patrol'
import { useRecords } from '@/stores/records'

import { reopen } from './lost'
import { aPhone, hasLock } from './phone'

export const INSPECTOR = 'chibi-inspector'
export const TOWNSHIP = '421102001'
export const VILLAGE = '421102001001'
export const SCHOOLS = `school_${TOWNSHIP}`
export const OWN = `own_${INSPECTOR}`
export const MONTH = new Date().toLocaleDateString('sv').slice(0, 7)

/** Somebody with these roles and this unit, and the schools `yucai` and `chibi-1` of the township. */
export async function anInspector(roles = ['inspector'], unit = 'chibi-psb'): Promise<void> {
  await aPhone('dev-a', INSPECTOR)
  await rememberUser({
    id: INSPECTOR, username: INSPECTOR, name: '许知行', unit, div: TOWNSHIP, division_name: '赤壁街道', roles, team: null, half: 'field',
    databases: [SCHOOLS, OWN, `ref_${TOWNSHIP}`].map((name) => ({ name, read: true, write: !name.startsWith('ref_') })),
    last_login: '2026-11-23T00:00:00Z',
  })
  await hasLock(INSPECTOR)
  await setActiveUser(INSPECTOR)
  await reopen()
  await known('school', 'yucai', { name: '育才小学', div: VILLAGE })
  await known('school', 'chibi-1', { name: '赤壁一中', div: VILLAGE })
  await known('unit', 'chibi-psb', { name: '赤壁派出所', kind: 'PSB', div: TOWNSHIP })
  await usePatrol().load()
  await useRecords().load()
}

async function known(type: string, code: string, more: Record<string, unknown>): Promise<void> {
  await openDocuments(INSPECTOR, `ref_${TOWNSHIP}`).put({ _id: `${type}:${code}`, type, code, state: 'active', ...more } as never)
}

/** A published version of the checklist comes with the reference data: one item, and what is asked beside it. */
export async function aChecklist(version: number, more: Record<string, unknown>[] = []): Promise<void> {
  const said = (text: string) => ({ 'zh-CN': text, en: `${text} (en)` })
  const choices = [{ name: 'ok', label: said('是') }, { name: 'no', label: said('否') }]
  const exits = { name: 'exits', kind: 'item', label: said('出口畅通'), required: ['true'], choices, owners: ['SAF'], days: 3, category: 'fire' }
  await known('checklist', `school-${version}`, { list: 'school', version, state: 'published', questions: [{ name: 'fire', kind: 'group', label: said('消防'), children: [exits, ...more] }] })
  await usePatrol().load()
}

/** A form was left half-filled. */
export const aDraft = (form: string, fields: object): Promise<void> => saveDraft(INSPECTOR, form, fields)

/** The server's word on a record of the schools. */
export async function theServerSays(subject: string, state: string, values: Record<string, unknown> = {}): Promise<void> {
  const documents = openDocuments(INSPECTOR, SCHOOLS)
  const before = await documents.get(`st:${subject}`).catch(() => null)
  const plain = { type: 'st', subject, div: VILLAGE, rseq: 7, state, flags: [], results: {}, superseded: [], kept_both: {} }
  await documents.put({ ...plain, _id: `st:${subject}`, ...(before ? { _rev: before._rev } : {}), ...values } as never)
}

/** The month's action of the township, with what the server says of each school. */
export async function theAction(schools: Record<string, unknown>): Promise<string> {
  const id = `sact:${TOWNSHIP}:${MONTH}`
  await theServerSays(id, 'running', { month: MONTH, ends_at: '2026-12-01T00:00:00+08:00', schools })
  return id
}

/** What was written and waits to be sent, in its order. */
export async function written(): Promise<DocumentBody[]> {
  return (await openEntries(INSPECTOR)).flatMap(({ body }) => body ?? [])
}

/** The databases that it was written to. */
export async function writtenTo(): Promise<string[]> {
  return (await openEntries(INSPECTOR)).map(({ database }) => database)
}
