/** Clues on their way: kept apart from all records, never shown again, and gone once the server has them. */
import type { Json } from '@/contract/conditions'

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

const LAST = '\uffff'
const under = (user: string) => `clue:${user}:`

/** Keeps it until it is taken; the same one twice is one. */
export async function keepClue(user: string, clue: Clue, refused: WaitingClue['refused'] = null): Promise<void> {
  await (await openDevice()).put('settings', { clue, refused }, under(user) + clue.id)
}

export async function waitingClues(user: string): Promise<WaitingClue[]> {
  return (await (await openDevice()).getAll('settings', IDBKeyRange.bound(under(user), under(user) + LAST))) as WaitingClue[]
}

export async function dropClue(user: string, id: string): Promise<void> {
  await (await openDevice()).delete('settings', under(user) + id)
}
