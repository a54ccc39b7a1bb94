/** Handover: what somebody has no right to any more leaves the phone, once nothing in it waits for a receipt. */
import { openEntries } from '@/db/manifest'
import { destroyDocuments } from '@/db/open'
import { readSetting, saveSetting } from '@/db/settings'

/** Removes the local copies of databases that were granted before and are not among `granted`. What lacks its receipt keeps
 * its database on the phone until the next round. */
export async function leaveFormer(user: string, granted: readonly string[]): Promise<void> {
  const held = await heldBy(user)
  const waiting = new Set((await openEntries(user)).map((entry) => entry.database))
  const former = held.filter((name) => !granted.includes(name) && !waiting.has(name))
  await destroyDocuments(user, former)
  const kept = held.filter((name) => !former.includes(name))
  const now = [...new Set([...kept, ...granted])].sort()
  if (now.join() !== held.join()) await saveSetting(key(user), now).catch(() => undefined) // a full disk: the next round notes it
}

/** The databases of which this phone has a copy for this person. */
export async function heldBy(user: string): Promise<string[]> {
  return (await readSetting<string[]>(key(user))) ?? []
}

function key(user: string): string {
  return `held:${user}`
}
