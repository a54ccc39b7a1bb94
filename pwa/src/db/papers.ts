/** Papers that their author goes on writing until they are signed: kept in the author's own database, without a number
 * and without a receipt. The server keeps a copy, so that they can be gone on with elsewhere. */
import { ring } from './bell'
import { alone } from './locks'
import { openDocuments } from './open'
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
    await documents.put(before ? { ...body, _rev: before._rev } : body)
    return true
  })
  if (kept) ring('written')
  return kept
}
