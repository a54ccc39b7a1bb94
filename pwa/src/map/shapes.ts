/** The drawings of the map: what a thing is shows in its shape, what became of it in its filling, never in colour alone. */

export type PointStatus = 'plain' | 'must' | 'visited' | 'missed'

export type Method = 'qr' | 'nfc' | 'gps' | 'hand'

const SIZE = 22

function svg(body: string, kind: string): string {
  return `<svg class="map-shape ${kind}" viewBox="0 0 ${SIZE} ${SIZE}" width="${SIZE}" height="${SIZE}" aria-hidden="true">${body}</svg>`
}

/** A checkpoint is a ring; must-visit ones are larger; visited is filled with a tick, missed is crossed. */
export function checkpointShape(status: PointStatus): string {
  const bodies: Record<PointStatus, string> = {
    plain: '<circle cx="11" cy="11" r="4"/>',
    must: '<circle cx="11" cy="11" r="7"/><circle class="core" cx="11" cy="11" r="1.6"/>',
    visited: '<circle cx="11" cy="11" r="7"/><path d="M7.8 11.200l2.3 2.3 4.2-4.5"/>',
    missed: '<circle cx="11" cy="11" r="7"/><path d="M8.5 8.500l5 5 M13.5 8.500l-5 5"/>',
  }
  return svg(bodies[status], `checkpoint ${status}`)
}

/** A check-in is a dot; one typed by hand, the weakest proof, is hollow. */
export function checkinShape(method: Method, flagged: boolean): string {
  return svg('<circle cx="11" cy="11" r="3.75"/>', `checkin ${method}${flagged ? ' flagged' : ''}`)
}

/** A find is a small flag. */
export function findShape(): string {
  return svg('<path d="M6.5 19.500V3.5"/><path class="cloth" d="M6.5 3.500h10l-2.5 4 2.5 4h-10z"/>', 'find')
}

/** A key site is a soft square under its name. */
export function siteShape(): string {
  return svg('<rect x="7" y="7" width="8" height="8" rx="1.5"/>', 'site')
}
