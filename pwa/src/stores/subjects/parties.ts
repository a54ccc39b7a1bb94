/** The parties of a case, from one's own database alone: nobody else's database ever has them. */
import type { Values } from '@/contract/localFold'
import { outlinesOf } from '@/db/subjects'
import { useSession } from '@/stores/session'

import { recentOf } from './recent'
import { textIn } from './values'

export interface Party {
  id: string
  role: string
  /** what everything else calls them by */
  alias: string
  name: string | null
  phone: string | null
  org_name: string | null
  id_checked: boolean
}

/** Those of this case that I wrote down, or that were shown to me as its handler. */
export async function partiesOf(subject: string): Promise<Party[]> {
  const { user } = useSession()
  const own = (user?.databases ?? []).map(({ name }) => name).filter((name) => name.startsWith('own_'))
  if (!user || own.length === 0) return []
  const begin = `party:${keyOf(subject)}`
  const [known, recent] = await Promise.all([outlinesOf(user.id, own, begin), recentOf(user.id, 'party')])
  const mine = recent.filter(({ _id, type }) => type === 'party' && _id.startsWith(`${begin}:`))
  const all = new Map<string, Values>()
  for (const one of mine) all.set(one._id, one as unknown as Values)
  for (const { subject: id, head, status } of known) all.set(id, { ...head, ...status } as unknown as Values)
  return [...all].filter(([, values]) => values.state !== 'void').map(([id, values]) => told(id, values))
}

export function partyId(subject: string, ulid: string): string {
  return `party:${keyOf(subject)}:${ulid}`
}

function keyOf(subject: string): string {
  return subject.slice(subject.indexOf(':') + 1)
}

function told(id: string, values: Values): Party {
  const { role, alias, name, phone, org_name, id_checked_on_paper } = values
  return {
    id, role: textIn(role) ?? '', alias: textIn(alias) ?? '', name: textIn(name), phone: textIn(phone), org_name: textIn(org_name),
    id_checked: id_checked_on_paper === true,
  }
}
