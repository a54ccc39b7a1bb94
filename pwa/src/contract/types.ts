/* Made from contract.json by `npm run contract`; do not edit. */

export type ShiftEvDoc = {
  type: 'shift_ev'
  v: 1
  div: string
  wrote: {
    by: string
    dev: string
    dseq: number
  }
  at_dev: string
  tz: string
  subject: string
  seen?: number
  /**
   * @minItems 0
   * @maxItems 500
   */
  seen_ids?: string[]
  prev?: string | null
  _id: string
  action:
    | 'start'
    | 'pause'
    | 'resume'
    | 'handover'
    | 'note'
    | 'end'
    | 'submit'
    | 'review'
    | 'cancel'
    | 'accept_reason'
    | 'mark_missed'
    | 'finalize_missed'
    | 'auto_end'
    | 'auto_review'
    | 'wait_over'
  payload: {
    [k: string]: unknown
  }
  note?: string | null
}

export interface Documents {
  shift: ShiftDoc
  shift_ev: ShiftEvDoc
  ckin: CkinDoc
  patrol_find: PatrolFindDoc
  veh_log: VehLogDoc
  attach: AttachDoc
  division: DivisionDoc
  unit: UnitDoc
  staff: StaffDoc
  team: TeamDoc
  vehicle: VehicleDoc
  key_site: KeySiteDoc
  checkpoint: CheckpointDoc
  roster: RosterDoc
  school: SchoolDoc
  mailbox: MailboxDoc
  camera: CameraDoc
  param: ParamDoc
}
export interface ShiftDoc {
  type: 'shift'
  v: 1
  div: string
  wrote: {
    by: string
    dev: string
    dseq: number
  }
  at_dev: string
  tz: string
  _id: string
  team: string
  date: string
  slot: 'day' | 'evening' | 'night' | 'adhoc'
  starts_at: string
  ends_at: string | null
  /**
   * @minItems 0
   * @maxItems 40
   */
  members: string[]
  vehicle: string | null
  /**
   * @minItems 0
   * @maxItems 200
   */
  must_points: string[]
  planned: boolean
}
export interface CkinDoc {
  type: 'ckin'
  v: 1
  div: string
  wrote: {
    by: string
    dev: string
    dseq: number
  }
  at_dev: string
  tz: string
  subject: string
  seen?: number
  /**
   * @minItems 0
   * @maxItems 500
   */
  seen_ids?: string[]
  prev?: string | null
  _id: string
  checkpoint: string | null
  method: 'qr' | 'gps' | 'hand'
  qr_token?: string | null
  point: {
    lat: number
    lon: number
  } | null
  acc: number | null
  reason?: string | null
  note?: string | null
}
export interface PatrolFindDoc {
  type: 'patrol_find'
  v: 1
  div: string
  wrote: {
    by: string
    dev: string
    dseq: number
  }
  at_dev: string
  tz: string
  subject: string
  seen?: number
  /**
   * @minItems 0
   * @maxItems 500
   */
  seen_ids?: string[]
  prev?: string | null
  _id: string
  kind: 'hazard' | 'dispute_sign' | 'lost_property' | 'traffic' | 'fire' | 'facility_damage' | 'suspicious'
  place: string
  point: {
    lat: number
    lon: number
  } | null
  text: string
  /**
   * @minItems 0
   * @maxItems 9
   */
  attach:
    | []
    | [string]
    | [string, string]
    | [string, string, string]
    | [string, string, string, string]
    | [string, string, string, string, string]
    | [string, string, string, string, string, string]
    | [string, string, string, string, string, string, string]
    | [string, string, string, string, string, string, string, string]
    | [string, string, string, string, string, string, string, string, string]
}
export interface VehLogDoc {
  type: 'veh_log'
  v: 1
  div: string
  wrote: {
    by: string
    dev: string
    dseq: number
  }
  at_dev: string
  tz: string
  _id: string
  vehicle: string
  shift: string | null
  km: number
  fuel_l: number | null
  fault: string | null
}
export interface AttachDoc {
  type: 'attach'
  v: 1
  div: string
  wrote: {
    by: string
    dev: string
    dseq: number
  }
  at_dev: string
  tz: string
  _id: string
  record: string
  sha256: string
  size: number
  mime: 'image/jpeg' | 'image/png' | 'image/webp'
  width: number
  height: number
  taken_at: string
  thumb: {
    sha256: string
    size: number
  } | null
}
export interface DivisionDoc {
  _id: string
  _rev?: string
  type: 'division'
  v: 1
  div: string
  wrote: {
    by: string
    dev: string
    dseq: number
  }
  at_dev: string
  tz: string
  state?: string
  valid_from?: string | null
  valid_to?: string | null
  code: string
  name: string
  level: 'district' | 'township' | 'village'
  parent: string | null
  class?: string | null
  replaced_by?: string | null
  population?: number | null
  groups?: number | null
}
export interface UnitDoc {
  _id: string
  _rev?: string
  type: 'unit'
  v: 1
  div: string
  wrote: {
    by: string
    dev: string
    dseq: number
  }
  at_dev: string
  tz: string
  state?: string
  valid_from?: string | null
  valid_to?: string | null
  code: string
  name: string
  kind: string
}
export interface StaffDoc {
  _id: string
  _rev?: string
  type: 'staff'
  v: 1
  div: string
  wrote: {
    by: string
    dev: string
    dseq: number
  }
  at_dev: string
  tz: string
  state?: string
  valid_from?: string | null
  valid_to?: string | null
  id: string
  name: string
  unit: string
  roles: (
    | 'admin'
    | 'auditor'
    | 'dist_lead'
    | 'dist_operator'
    | 'dist_special'
    | 'grid_mgr'
    | 'inspector'
    | 'mediation_head'
    | 'mediator'
    | 'patrol_lead'
    | 'patrol_mem'
    | 'posted_clerk'
    | 'psb_liaison'
    | 'school_contact'
    | 'security_head'
    | 'twp_deputy'
    | 'twp_director'
    | 'twp_dispatcher'
    | 'twp_operator'
    | 'unit_officer'
    | 'village_lead'
  )[]
  team: string | null
  phone?: string | null
  birth_month?: string | null
  employment?: string | null
}
export interface TeamDoc {
  _id: string
  _rev?: string
  type: 'team'
  v: 1
  div: string
  wrote: {
    by: string
    dev: string
    dseq: number
  }
  at_dev: string
  tz: string
  state?: string
  valid_from?: string | null
  valid_to?: string | null
  code: string
  name: string
  kind: 'patrol' | 'grid' | 'emergency'
  members: string[]
  lead: string | null
  vehicle: string | null
}
export interface VehicleDoc {
  _id: string
  _rev?: string
  type: 'vehicle'
  v: 1
  div: string
  wrote: {
    by: string
    dev: string
    dseq: number
  }
  at_dev: string
  tz: string
  state?: string
  valid_from?: string | null
  valid_to?: string | null
  code: string
  name: string
  kind: string
}
export interface KeySiteDoc {
  _id: string
  _rev?: string
  type: 'key_site'
  v: 1
  div: string
  wrote: {
    by: string
    dev: string
    dseq: number
  }
  at_dev: string
  tz: string
  state?: string
  valid_from?: string | null
  valid_to?: string | null
  code: string
  name: string
  point: {
    lat: number
    lon: number
  } | null
  kind: string
  radius_m: number
}
export interface CheckpointDoc {
  _id: string
  _rev?: string
  type: 'checkpoint'
  v: 1
  div: string
  wrote: {
    by: string
    dev: string
    dseq: number
  }
  at_dev: string
  tz: string
  state?: string
  valid_from?: string | null
  valid_to?: string | null
  code: string
  name: string
  point: {
    lat: number
    lon: number
  } | null
  site: string
  radius_m: number
  must: boolean
  min_visits_day: number
  qr_sha256: string
  qr_token?: string
}
export interface RosterDoc {
  _id: string
  _rev?: string
  type: 'roster'
  v: 1
  div: string
  wrote: {
    by: string
    dev: string
    dseq: number
  }
  at_dev: string
  tz: string
  state?: string
  valid_from?: string | null
  valid_to?: string | null
  team: string
  slot: 'day' | 'evening' | 'night'
  starts: string
  ends: string
  weekdays: number[]
  members: string[]
  vehicle: string | null
  must_points: string[]
}
export interface SchoolDoc {
  _id: string
  _rev?: string
  type: 'school'
  v: 1
  div: string
  wrote: {
    by: string
    dev: string
    dseq: number
  }
  at_dev: string
  tz: string
  state?: string
  valid_from?: string | null
  valid_to?: string | null
  code: string
  name: string
  point: {
    lat: number
    lon: number
  } | null
  stage?: string
  class_count?: number | null
  site?: string | null
}
export interface MailboxDoc {
  _id: string
  _rev?: string
  type: 'mailbox'
  v: 1
  div: string
  wrote: {
    by: string
    dev: string
    dseq: number
  }
  at_dev: string
  tz: string
  state?: string
  valid_from?: string | null
  valid_to?: string | null
  code: string
  site: string
  point: {
    lat: number
    lon: number
  } | null
  keeper_roles?: string[]
  installed_on?: string | null
}
export interface CameraDoc {
  _id: string
  _rev?: string
  type: 'camera'
  v: 1
  div: string
  wrote: {
    by: string
    dev: string
    dseq: number
  }
  at_dev: string
  tz: string
  state?: string
  valid_from?: string | null
  valid_to?: string | null
  code: string
  site_kind: string
  place: string
  point: {
    lat: number
    lon: number
  } | null
  direction?: number | null
  definition: string
  class: string
  owner_unit?: string | null
  maintainer?: string | null
  programme?: string | null
  work?: string | null
  done_on?: string | null
  cost_fen?: number | null
  joined?: boolean
}
export interface ParamDoc {
  _id: string
  _rev?: string
  type: 'param'
  v: 1
  div: string
  wrote: {
    by: string
    dev: string
    dseq: number
  }
  at_dev: string
  tz: string
  state?: string
  valid_from?: string | null
  valid_to?: string | null
  key: string
  value: unknown
}
