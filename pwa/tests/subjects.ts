/** Helpers for tests of records of every kind: a mediator of a village, logged in on a phone without a network. */
import { amend, newUlid, openEntries } from '@/db/manifest'
import { openDocuments } from '@/db/open'
import type { DocumentBody } from '@/db/records'
import { rememberUser, setActiveUser } from '@/db/users'
import { usePatrol } from '@/stores/patrol'
import { useRecords } from '@/stores/records'
import { useSubjects, type NewRecord, type SubjectFile } from '@/stores/subjects'

import { reopen } from './lost'
import { aPhone, hasLock } from './phone'

export const HEAD = 'linjiang-medhead'
export const VILLAGE = '421102001001'
export const WORK = `work_${VILLAGE}`
export const OWN = `own_${HEAD}`

/** Somebody with these roles in the village. */
export async function aMediator(roles = ['mediation_head']): Promise<void> {
  await aPhone('dev-a', HEAD)
  await rememberUser({
    id: HEAD, username: HEAD, name: '方志明', unit: 'linjiang-vil', div: VILLAGE, division_name: '临江社区', roles, team: null, half: 'field',
    databases: [WORK, OWN].map((name) => ({ name, read: true, write: true })), last_login: '2026-11-23T00:00:00Z',
  })
  await hasLock(HEAD)
  await setActiveUser(HEAD)
  await reopen()
  await useRecords().load()
}

/** A reference document of the township that this phone has. */
export async function aReference(type: string, code: string, more: Record<string, unknown>): Promise<void> {
  const place = VILLAGE.slice(0, 9)
  await openDocuments(HEAD, `ref_${place}`).put({ _id: `${type}:${code}`, type, code, div: place, state: 'active', ...more } as never)
  await usePatrol().load()
}

export function aCase(changes: Record<string, unknown> = {}): NewRecord {
  const id = `case:${newUlid()}`
  const fields = {
    kind: 'dispute', title: '3 组晒谷场 邻里纠纷', category: 'D02', source: 'visit', found_on: '2026-11-23', place: '3 组晒谷场',
    people_count: 4, risk_level: 'low', summary: '为晒谷场边界争吵。', signs: [], ...changes,
  }
  return { id, type: 'case', subject: id, div: VILLAGE, fields }
}

/** The server's word on a case. */
export async function aCaseStatus(subject: string, changes: Record<string, unknown>): Promise<void> {
  const documents = openDocuments(HEAD, WORK)
  const before = await documents.get(`st:${subject}`).catch(() => null)
  const plain = { type: 'st', subject, div: VILLAGE, rseq: 7, state: 'reported', flags: [], results: {}, superseded: [], kept_both: {} }
  await documents.put({ ...plain, _id: `st:${subject}`, ...(before ? { _rev: before._rev } : {}), ...changes } as never)
}

/** The record as the phone holds it; it must be there. */
export async function fileOf(id: string): Promise<SubjectFile> {
  const file = await useSubjects().file(id)
  if (!file) throw new Error(`${id} is not on this phone`)
  return file
}

/** What was written and waits to be sent, in its order. */
export async function written(): Promise<DocumentBody[]> {
  return (await openEntries(HEAD)).flatMap(({ body }) => body ?? [])
}

/** The server has a word for the author of this document. */
export async function comesBack(id: string, reason: string): Promise<void> {
  await amend(id, () => ({ state: 'needs_you', reason, words: null }))
  await useRecords().load()
}

/** The village's database cannot be read any more. */
export function readingFails(): void {
  openDocuments(HEAD, WORK).allDocs = (() => Promise.reject(new Error('broken'))) as never
}
