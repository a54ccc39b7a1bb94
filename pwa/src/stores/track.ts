/** Where I went during a shift, for my own eyes: noted only while I wish it, the shift runs and the page is in front. It
 * stays on this phone, sealed, and is forgotten with the end of the shift. What proves a patrol are its check-ins. */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import type { Place } from '@/composables/distance'
import { metresBetween } from '@/composables/distance'
import { dropTrack, readTrack, saveTrack } from '@/db/track'
import type { Way } from '@/map/scene'
import { usePatrol } from '@/stores/patrol'
import { useSession } from '@/stores/session'

/** Why nothing was noted: the screen was off or another app in front; location not allowed; no position; the shift paused;
 * it was switched off; the page was closed. */
export type GapReason = 'hidden' | 'denied' | 'no_fix' | 'paused' | 'off' | 'closed'

export interface Stretch {
  points: (Place & { at: number })[]
  /** why it ended; null while it goes on */
  ended: GapReason | null
}

export interface Track {
  shift: string
  stretches: Stretch[]
}

const RUNNING = ['started', 'paused']
/** Nearer than that is standing, or what the position is uncertain by anyway. */
const STEP_M = 15
/** less certain positions would draw zigzags */
const MOST_ACC_M = 60

export const useTrack = defineStore('track', () => {
  const session = useSession()
  const patrol = usePatrol()
  const track = shallowRef<Track | null>(null)
  const on = ref(false)
  const open = computed(() => track.value?.stretches.at(-1)?.ended === null)

  /** What was noted of this shift before, also before the page was closed; of another shift it is forgotten. */
  async function load(shift: string): Promise<void> {
    const { user } = session
    if (!user) return
    const kept = await readTrack<Track>(user.id)
    if (kept && kept.shift !== shift) await dropTrack(user.id)
    track.value = kept?.shift === shift ? { ...kept, stretches: endLast(kept.stretches, 'closed') } : null
  }

  async function begin(shift: string): Promise<void> {
    if (track.value?.shift !== shift) track.value = { shift, stretches: [] }
    on.value = true
    await keep()
  }

  /** Notes a position, if it says something new. */
  async function note(place: Place, acc: number, at: number): Promise<void> {
    if (!on.value || !track.value || acc > MOST_ACC_M) return
    const { shift, stretches } = track.value
    const last = stretches.at(-1)
    const running = last?.ended === null ? last : null
    const before = running?.points.at(-1)
    if (before && metresBetween(before, place) < Math.max(STEP_M, acc / 2)) return
    const next: Stretch = { points: [...(running?.points ?? []), { lat: place.lat, lon: place.lon, at }], ended: null }
    track.value = { shift, stretches: [...(running ? stretches.slice(0, -1) : stretches), next] }
    await keep()
  }

  /** From now on nothing is noted, for this reason. */
  async function interrupt(why: GapReason): Promise<void> {
    if (!track.value || !open.value) return
    track.value = { ...track.value, stretches: endLast(track.value.stretches, why) }
    await keep()
  }

  async function end(): Promise<void> {
    on.value = false
    await interrupt('off')
  }

  /** The shift is over, or the person wants it gone. */
  async function forget(): Promise<void> {
    on.value = false
    track.value = null
    if (session.user) await dropTrack(session.user.id)
  }

  /** A shift may end elsewhere, or by the clock: its track goes at the next opening of the phone. */
  async function forgetEnded(): Promise<void> {
    const kept = session.user && (await readTrack<Track>(session.user.id))
    if (!kept) return
    await patrol.load()
    if (!RUNNING.includes(patrol.cardOf(kept.shift)?.now.state ?? '')) await forget()
  }

  async function keep(): Promise<void> {
    if (session.user && track.value) await saveTrack(session.user.id, track.value)
  }

  return { track, on, load, begin, note, interrupt, end, forget, forgetEnded }
})

function endLast(stretches: readonly Stretch[], why: GapReason): Stretch[] {
  return stretches.map((one, place) => (place === stretches.length - 1 && one.ended === null ? { ...one, ended: why } : one))
}

/** As a map draws it: pieces, and gaps with their reason between them. Pure. */
export function wayOf(track: Track | null, say: (why: GapReason) => string): Way | null {
  if (!track || track.stretches.length === 0) return null
  const gaps = track.stretches.flatMap(({ points, ended }, place) => {
    const [from, to] = [points.at(-1), track.stretches[place + 1]?.points[0]]
    return from && to && ended ? [{ from, to, why: say(ended) }] : []
  })
  return { pieces: track.stretches.map(({ points }) => points), gaps }
}

export interface Leg {
  from: number
  to: number
  /** metres; null for a gap */
  metres: number | null
  why: GapReason | null
}

/** The same as a list: what was walked when, and when and why nothing was noted. Pure. */
export function legsOf(track: Track | null): Leg[] {
  return (track?.stretches ?? []).flatMap(({ points, ended }, place, all): Leg[] => {
    const [first, last, next] = [points[0], points.at(-1), all[place + 1]?.points[0]]
    if (!first || !last) return []
    const metres = points.slice(1).reduce((sum, point, at) => sum + metresBetween(points[at] ?? point, point), 0)
    const walked = { from: first.at, to: last.at, metres, why: null }
    return ended && next ? [walked, { from: last.at, to: next.at, metres: null, why: ended }] : [walked]
  })
}
