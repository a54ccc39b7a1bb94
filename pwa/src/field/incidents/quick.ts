/** Which answers are of one tap, by the state of what they answer. */
import type { Offer } from '@/contract/offers'
import type { SubjectFile } from '@/stores/subjects'

const NEXT: Record<string, Record<string, readonly string[]>> = {
  rsp: { notified: ['ack', 'en_route'], declined: ['en_route'], acked: ['en_route', 'on_scene'], en_route: ['on_scene'] },
  dr: { notified: ['start', 'sign_in'], running: ['sign_in'] },
  task: { open: ['ack'] },
  ntc: { sent: ['ack'] },
}

/** The open offers among them. */
export function quickOffers({ kind, record }: SubjectFile, offers: readonly Offer[]): Offer[] {
  const next = NEXT[kind.family]?.[record.state] ?? []
  return next.flatMap((action) => offers.find((one) => one.action === action && one.standing === 'open') ?? [])
}
