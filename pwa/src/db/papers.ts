/** Papers that their author goes on writing until they are signed: kept in the author's own database, without a number
 * and without a receipt. The server keeps a copy, so that they can be gone on with elsewhere. */
import { ring } from './bell'
import { alone } from './locks'
import { openDocuments } from './open'
import { readSetting, saveSetting } from './settings'
import { draftBody, WRITING, type Author, type NewDocument } from './write'

const PATIENCE_MS = 10_000

/** Keeps the paper as it is now. One that has been signed meanwhile stays as it is: false. */
export async function keepPaper(author: Author, draft: NewDocument, finalBy: string): Promise<boolean> {
  const kept = await alone(WRITING, PATIENCE_MS, async () => {
    const documents = openDocuments(author.user, draft.database)
    const before = await documents.get(draft._id).catch((failure: { status?: number }) => {
      if (failure.status === 404) return null
      throw failure
    })
    if (before?.[finalBy]) return false
    const body = await draftBody(author, draft)
    const { rev } = await documents.put(before ? { ...body, _rev: before._rev } : body)
    await saveSetting(waitingKey(author.user, draft.database), rev)
    return true
  })
  if (kept) ring('written')
  return kept
}

/** The newest change to a paper of this database that has not reached the server; null when all have. */
export async function waitingPaper(user: string, database: string): Promise<string | null> {
  return (await readSetting<string | null>(waitingKey(user, database))) ?? null
}

/** Papers up to this change have reached the server. */
export async function paperArrived(user: string, database: string, rev: string): Promise<void> {
  await alone(WRITING, PATIENCE_MS, async () => {
    if ((await waitingPaper(user, database)) === rev) await saveSetting(waitingKey(user, database), null)
  })
}

function waitingKey(user: string, database: string): string {
  return `papers:${user}:${database}`
}
