/** The quiet line under the title: how things stand between this phone and the centre. Pure. */
import type { Standing } from '@/stores/session'
import type { LastSync } from '@/stores/sync'

export interface Standings {
  standing: Standing
  last: LastSync | null
  running: boolean
  saved: number
  onWay: number
  photos: number
  needsYou: number
}

export interface LinePart {
  key: string
  count?: number
}

export interface Line {
  tone: 'calm' | 'busy' | 'warn' | 'bad'
  parts: LinePart[]
}

/** "Everything received" is said only when nothing waits, no photo is missing and the server has answered. */
export function syncLine(now: Standings): Line {
  if (now.standing === 'revoked') return { tone: 'bad', parts: [{ key: 'revoked' }, ...counts(now)] }
  if (now.standing === 'login') return { tone: 'warn', parts: [{ key: 'login' }, ...counts(now)] }
  const tone = now.needsYou > 0 ? 'warn' : 'calm'
  if (now.last === null) return { tone, parts: [{ key: now.running ? 'busy' : 'never' }, ...counts(now)] }
  if (now.last.ending === 'unreachable') return { tone, parts: [{ key: 'offline' }, ...counts(now)] }
  if (now.last.ending === 'refused') return { tone: 'warn', parts: [{ key: 'refused' }, ...counts(now)] }
  const waiting = counts(now)
  if (waiting.length === 0) return { tone, parts: [{ key: 'all' }] }
  return { tone: tone === 'calm' && now.running ? 'busy' : tone, parts: waiting }
}

function counts(now: Standings): LinePart[] {
  const parts: LinePart[] = [
    { key: 'saved', count: now.saved },
    { key: 'on_way', count: now.onWay },
    { key: 'photos', count: now.photos },
    { key: 'needs_you', count: now.needsYou },
  ]
  return parts.filter((part) => (part.count ?? 0) > 0)
}
