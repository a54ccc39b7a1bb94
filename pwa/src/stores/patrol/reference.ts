/** Names and places of the township, kept in memory: they are few, and every page needs them. */
import type { Checklist, Checkpoint, Grid, KeySite, Mailbox, Plan, School, Staff, Team, Unit, Vehicle } from './documents'

export interface Reference {
  checklists: Map<string, Checklist>
  checkpoints: Map<string, Checkpoint>
  sites: Map<string, KeySite>
  grids: Map<string, Grid>
  mailboxes: Map<string, Mailbox>
  plans: Map<string, Plan>
  schools: Map<string, School>
  staff: Map<string, Staff>
  teams: Map<string, Team>
  units: Map<string, Unit>
  vehicles: Map<string, Vehicle>
  /** what the office set in the place of a default */
  parameters: Map<string, unknown>
}

export function emptyReference(): Reference {
  return { checklists: new Map(), checkpoints: new Map(), sites: new Map(), grids: new Map(), mailboxes: new Map(), plans: new Map(), schools: new Map(), staff: new Map(), teams: new Map(), units: new Map(), vehicles: new Map(), parameters: new Map() }
}

/** The plans that hold, by what they are for. */
export function plansIn({ plans }: Reference): Plan[] {
  return [...plans.values()].filter(({ state }) => state === 'active').sort((a, b) => a.kind.localeCompare(b.kind) || a.name.localeCompare(b.name))
}

/** Sorts the reference documents by what they are. Unknown types are left aside: the server is newer than the app. */
export function sortReference(documents: readonly Record<string, unknown>[]): Reference {
  const reference = emptyReference()
  for (const document of documents) place(reference, document)
  return reference
}

function place(reference: Reference, document: Record<string, unknown>): void {
  const known = document as unknown
  switch (document.type) {
    case 'param':
      reference.parameters.set(String(document.key), document.value)
      break
    case 'checklist':
      reference.checklists.set(String(document.code), known as Checklist)
      break
    case 'checkpoint':
      reference.checkpoints.set(String(document.code), known as Checkpoint)
      break
    case 'key_site':
      reference.sites.set(String(document.code), known as KeySite)
      break
    case 'grid':
      reference.grids.set(String(document.code), known as Grid)
      break
    case 'mailbox':
      reference.mailboxes.set(String(document.code), known as Mailbox)
      break
    case 'plan':
      reference.plans.set(String(document.code), known as Plan)
      break
    case 'school':
      reference.schools.set(String(document.code), known as School)
      break
    case 'staff':
      reference.staff.set(String(document.id), known as Staff)
      break
    case 'team':
      reference.teams.set(String(document.code), known as Team)
      break
    case 'unit':
      reference.units.set(String(document.code), known as Unit)
      break
    case 'vehicle':
      reference.vehicles.set(String(document.code), known as Vehicle)
      break
  }
}
