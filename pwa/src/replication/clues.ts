/** Hands in clues. The receipt is the end of the local copy; what is refused stays until its author decides. */
import { request } from '@/api/client'
import { ring } from '@/db/bell'
import { dropClue, keepClue, waitingClues } from '@/db/clues'

interface Taken {
  accepted: string[]
  refused: { id: string | null; words: { 'zh-CN': string; en: string } }[]
}

/** The server takes so many at once. */
const MOST = 100

/** Sends what waits; sending again what was taken has no effect there. */
export async function sendClues(user: string): Promise<void> {
  const waiting = (await waitingClues(user)).filter(({ refused }) => refused === null).slice(0, MOST)
  if (waiting.length === 0) return
  const { accepted, refused } = await request<Taken>('POST', '/api/clues', { body: { clues: waiting.map(({ clue }) => clue) }, owner: user })
  for (const id of accepted) await dropClue(user, id)
  for (const { clue } of waiting) {
    const why = refused.find(({ id }) => id === clue.id)
    if (why) await keepClue(user, clue, why.words)
  }
  ring('manifest')
}
