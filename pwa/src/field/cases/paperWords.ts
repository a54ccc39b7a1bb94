/** The words of printed papers: always Chinese, whatever language the phone speaks. */
import { nameOf } from '@/contract/contract'
import zh from '@/locales/subjects.zh-CN'
import { usePatrol } from '@/stores/patrol'
import { useSession } from '@/stores/session'
import type { SubjectFile } from '@/stores/subjects'
import type { Party } from '@/stores/subjects/parties'

import type { Paper } from './printing'

export interface Row {
  label: string
  text: string
  /** room to write by hand, or a long text */
  tall?: boolean
}

type Words = keyof typeof zh.paper
type Body = Record<string, unknown>

const code = (dictionary: string, value: unknown) => (value ? nameOf(dictionary, String(value), 'zh-CN') : '')
const text = (value: unknown) => (value === null || value === undefined ? '' : String(value))
const day = (value: unknown) => text(value).slice(0, 'yyyy-mm-dd'.length)
const ask = zh.ask

type NameOf = (id: string) => string

export function usePaperWords() {
  const patrol = usePatrol()
  const session = useSession()
  const rowsOf = (file: SubjectFile, paper: Paper, parties: readonly Party[]) => rowsFor(file, paper, parties, patrol.staffName)
  const committee = () => `${session.user?.division_name ?? ''}${say('committee')}`
  return { say, rowsOf, indexOf, numberOf, signersOf, committee }
}

function say(name: Words): string {
  return zh.paper[name]
}

function rowsFor(file: SubjectFile, { name, document }: Paper, parties: readonly Party[], personOf: NameOf): Row[] {
  const body = document ?? {}
  if (name === 'acceptance') return acceptance(file, parties, personOf)
  if (name === 'visit') return [...heading(file, parties), ...visit(body)]
  if (name === 'agreement' || name === 'oral') return [...heading(file, parties), ...agreement(body)]
  return [...heading(file, parties), ...sitting(body, personOf)]
}

function acceptance(file: SubjectFile, parties: readonly Party[], personOf: NameOf): Row[] {
  const { values } = file.record
  return [
    ...heading(file, parties),
    { label: ask.source, text: code('case_source', values.source) },
    { label: ask.place, text: text(values.place) },
    { label: ask.people_count, text: text(values.people_count) },
    { label: ask.found_on, text: text(values.found_on) },
    { label: say('accepted_on'), text: text(values.accepted_on) || moment(values.accepted_at).split(' ')[0] || '' },
    { label: say('facts'), text: text(values.summary), tall: true },
    { label: say('recorder'), text: personOf(text(values.first_receiver)) },
  ]
}

function heading(file: SubjectFile, parties: readonly Party[]): Row[] {
  const { values } = file.record
  const told = parties.map(({ role, alias, name, org_name: org }) => `${code('party_role', role)}：${[name ?? alias, org].filter(Boolean).join('，')}`)
  return [
    { label: say('parties'), text: told.join('\n') },
    { label: ask.category, text: code('case_category', values.category) || code('case_kind', values.kind) },
  ]
}

function sitting(body: Body, personOf: NameOf): Row[] {
  const mediators = Array.isArray(body.mediators) ? body.mediators.map((id) => personOf(String(id))) : []
  const present = Object.entries((body.attendee_roles ?? {}) as Record<string, number>)
  return [
    { label: say('time'), text: `${moment(body.started_at)} 至 ${moment(body.ended_at)}` },
    { label: ask.place, text: text(body.place) },
    { label: ask.mediators, text: mediators.join('、') },
    { label: say('attending'), text: present.map(([role, n]) => `${code('case_attendee', role)} ${n} 人`).join('，') },
    { label: say('content'), text: text(body.content), tall: true },
    { label: say('result'), text: code('case_result', body.result) },
  ]
}

function agreement(body: Body): Row[] {
  const terms = Array.isArray(body.terms) ? body.terms.map((one, at) => `${at + 1}. ${text(one)}`) : []
  return [
    { label: say('terms'), text: terms.join('\n'), tall: true },
    { label: say('due'), text: day(body.perform_due) },
    { label: ask.signed_on, text: day(body.signed_on) },
  ]
}

function visit(body: Body): Row[] {
  return [
    { label: ask.on, text: day(body.on) },
    { label: ask.performed, text: code('case_performed', body.performed) },
    { label: ask.satisfaction, text: text(body.satisfaction) },
    { label: ask.risk_again, text: body.risk_again === true ? '有' : '无' },
    { label: say('situation'), text: '', tall: true },
  ]
}

function indexOf(file: SubjectFile): { name: string; done: boolean }[] {
  return (file.kind.parts?.(file.record) ?? []).filter(({ done, must }) => done || must).map(({ part, done }) => ({ name: code('case_file_part', part), done }))
}

/** The number of an agreement is its own; all other papers carry that of the case. */
function numberOf(file: SubjectFile, { name }: Paper): string {
  const { agreement_no: own, case_no: number } = file.record.values
  return text(name === 'agreement' || name === 'oral' ? (own ?? number) : number) || say('temp')
}

function signersOf({ name }: Paper): string[] {
  if (name === 'acceptance') return [say('recorder')]
  return name === 'visit' ? [say('party_signs'), say('visitor_signs')] : [say('party_signs'), say('mediator_signs')]
}

/** 2026-11-23 14:05 of this device. */
function moment(found: unknown): string {
  if (typeof found !== 'string') return ''
  const at = new Date(found)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`
}
