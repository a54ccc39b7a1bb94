/** Clues that this phone has taken in and not handed over yet: how many, and which were refused; never what they say. */
import { shallowRef } from 'vue'

import type { Values } from '@/contract/localFold'
import { dropClue, keepClue, waitingClues, type WaitingClue } from '@/db/clues'
import { onRing } from '@/db/bell'
import { isoLocal } from '@/db/write'
import { sendClues } from '@/replication/clues'
import { useSession } from '@/stores/session'

export function useClues() {
  const session = useSession()
  const waiting = shallowRef<WaitingClue[]>([])
  const me = () => session.user?.id ?? ''

  async function load(): Promise<void> {
    waiting.value = await waitingClues(me())
  }

  /** Keeps it until the server has it, and tries at once. The same id twice is one clue. */
  async function drop(ulid: string, said: Values): Promise<void> {
    const clue = { id: `cd:${ulid}`, div: session.user?.div ?? '', at_dev: isoLocal(new Date()), tz: Intl.DateTimeFormat().resolvedOptions().timeZone, ...said }
    await keepClue(me(), clue)
    await sendClues(me()).catch(() => undefined) // no line: the next round takes it
    await load()
  }

  /** Gives up one that was refused. */
  async function giveUp(id: string): Promise<void> {
    await dropClue(me(), id)
    await load()
  }

  const follow = () => onRing(() => void load())
  return { waiting, load, drop, giveUp, follow }
}
