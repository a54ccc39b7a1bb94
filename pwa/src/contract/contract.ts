/** The server's own tables, as it exported them (contract.json): nothing here is written a second time by hand. */
import type { Json } from './conditions'
import exported from './contract.json'

export type Locale = 'zh-CN' | 'en'
export type Worded = Record<Locale, string>

export interface Guard {
  condition: Json
  reason: string
  result: 'parked' | 'refused'
}

export interface Transition {
  id: string
  action: string
  sources: string[]
  target: string | null
  actors: string[]
  guards: Guard[]
  result: 'applied' | 'absorbed'
  reason: string | null
  against: string[]
  /** the row counts only while this holds */
  when: Json
}

/** Which roles write what in the databases that begin with `prefix`. */
export interface DatabaseRule {
  prefix: string
  writes: { type: string; roles: string[] }[]
}

export interface Contract {
  version: string | number
  schemas: Record<string, Record<string, unknown>>
  transitions: Record<string, Transition[]>
  dictionaries: Record<string, Record<string, Worded>>
  parameters: Record<string, Json>
  permissions: DatabaseRule[]
  words: Record<string, Worded>
}

export const contract = exported as unknown as Contract

/** The codes of a dictionary, in its order. */
export function codesOf(dictionary: string): string[] {
  return Object.keys(contract.dictionaries[dictionary] ?? {})
}

/** What a code is called; the code itself when the dictionary is younger than this app. */
export function nameOf(dictionary: string, code: string, locale: Locale): string {
  const name = contract.dictionaries[dictionary]?.[code]?.[locale] ?? code
  return name.charAt(0).toUpperCase() + name.slice(1)
}

/** Whether one of these roles may write documents of this type into databases with this prefix. */
export function mayWrite(prefix: string, type: string, roles: readonly string[]): boolean {
  const rules = contract.permissions.filter((rule) => rule.prefix === prefix).flatMap((rule) => rule.writes)
  return rules.some((rule) => rule.type === type && rule.roles.some((role) => roles.includes(role)))
}

/** The sentence for a reason of the server, null when there is none. */
export function wordsOf(reason: string, locale: Locale): string | null {
  return contract.words[reason]?.[locale] ?? null
}
