/** The versions of the schools' checklist, as an office keeps them. */
import { authorized, request } from './client'
import type { Named } from './console'
import { readJson } from './problem'

import type { Question } from '@/contract/checklist'
import type { Worded } from '@/contract/contract'

export interface Version {
  code: string
  version: number
  name: Worded
  source: 'shipped' | 'edited' | 'xlsform'
  state: 'draft' | 'published'
  in_force: boolean
  asked: number
  by: Named | null
  at: string | null
}

export interface Versions {
  versions: Version[]
  may_edit: boolean
  /** kinds of units that may answer for an item, with their Chinese names */
  owners: Record<string, string>
  categories: Record<string, Worded>
}

export interface WholeVersion extends Version {
  questions: Question[]
}

/** An item as it is written by hand. */
export interface Line {
  code: string
  label: Worded
  category: string
  owners: string[]
  days: number
}

/** One thing that is wrong with a workbook; row 0: its sheet, or the file, as a whole. */
export interface FormProblem {
  sheet: string
  row: number
  column: string
  reason: string
  words: string
}

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const PATH = '/api/checklists'

export const fetchVersions = (place: string, signal?: AbortSignal): Promise<Versions> => request('GET', PATH, { query: { place }, signal })
export const fetchVersion = (place: string, code: string, signal?: AbortSignal): Promise<WholeVersion> => request('GET', `${PATH}/${code}`, { query: { place }, signal })
export const keepDraft = (place: string, name: Worded, lines: Line[]): Promise<WholeVersion> => request('PUT', `${PATH}/draft`, { body: { place, name, lines } })
export const publishVersion = (place: string, code: string): Promise<WholeVersion> => request('POST', `${PATH}/${code}/publish`, { body: { place } })

/** Sends a workbook; a refusal tells every problem of it in `errors.problems`. */
export async function uploadForm(place: string, file: Blob): Promise<WholeVersion> {
  const headers = { 'Content-Type': XLSX, Accept: 'application/json' }
  return readJson(await authorized(`${PATH}/xlsform?${new URLSearchParams({ place }).toString()}`, { method: 'POST', body: file, headers }))
}
