/** Clues on their way: kept apart from all records, sealed, never shown again, and gone once the server has them. */
import type { Json } from '@/contract/conditions'

import { openValue, sealValue, type Sealed } from './keys'
import { openDevice } from './open'

/** What a phone says of an envelope; numbers and codes alone. */
export interface Clue {
  id: string
  div: string
  at_dev: string
  tz: string
  /** the printed number, channel, category, day and count */
  [said: string]: Json
}

/** `refused`: why the server could not keep it, in its words; null while it is on its way. */
export interface WaitingClue {
  clue: Clue
  refused: { 'zh-CN': string; en: string } | null
}

/** As it lies on the disk; earlier versions kept it open. */
type Kept = { box: Sealed } | WaitingClue

const LAST = '\uffff'
const under = (user: string) => `clue:${user}:`

/** Keeps it until it is taken; the same one twice is one. */
export async function keepClue(user: string, clue: Clue, refused: WaitingClue['refused'] = null): Promise<void> {
  const place = under(user) + clue.id
  const box = await sealValue(user, place, { clue, refused })
  await (await openDevice()).put('settings', { box }, place)
}

export async function waitingClues(user: string): Promise<WaitingClue[]> {
  const settings = (await openDevice()).transaction('settings').store
  const range = IDBKeyRange.bound(under(user), under(user) + LAST)
  const [places, kept] = await Promise.all([settings.getAllKeys(range), settings.getAll(range)])
  return Promise.all((kept as Kept[]).map((one, at) => ('box' in one ? openValue<WaitingClue>(user, String(places[at]), one.box) : one)))
}

export async function dropClue(user: string, id: string): Promise<void> {
  await (await openDevice()).delete('settings', under(user) + id)
}
