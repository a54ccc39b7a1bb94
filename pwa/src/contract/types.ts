/* Made from contract.json by `npm run contract`; do not edit. */

export type ShiftEvDoc = {
  type: 'shift_ev'
  v: 1
  div: string
  wrote: {
    by: string
    dev: string
    dseq: number
    off?: number | null
    off_age_s?: number | null
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
  action: string
  payload: {
    [k: string]: unknown
  }
  note?: string | null
  _id: string
}
export type CaseEvDoc = {
  type: 'case_ev'
  v: 1
  div: string
  wrote: {
    by: string
    dev: string
    dseq: number
    off?: number | null
    off_age_s?: number | null
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
  action: string
  payload: {
    [k: string]: unknown
  }
  note?: string | null
  _id: string
  cycle_seen?: number | null
  /**
   * @minItems 0
   * @maxItems 99
   */
  passed_on?: string[]
}
export type PartyEvDoc = {
  type: 'party_ev'
  v: 1
  div: string
  wrote: {
    by: string
    dev: string
    dseq: number
    off?: number | null
    off_age_s?: number | null
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
  action: string
  payload: {
    [k: string]: unknown
  }
  note?: string | null
  _id: string
}
export type SchoolActionEvDoc = {
  type: 'school_action_ev'
  v: 1
  div: string
  wrote: {
    by: string
    dev: string
    dseq: number
    off?: number | null
    off_age_s?: number | null
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
  action: string
  payload: {
    [k: string]: unknown
  }
  note?: string | null
  _id: string
}
export type InspectionEvDoc = {
  type: 'inspection_ev'
  v: 1
  div: string
  wrote: {
    by: string
    dev: string
    dseq: number
    off?: number | null
    off_age_s?: number | null
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
  action: string
  payload: {
    [k: string]: unknown
  }
  note?: string | null
  _id: string
}
export type LessonEvDoc = {
  type: 'lesson_ev'
  v: 1
  div: string
  wrote: {
    by: string
    dev: string
    dseq: number
    off?: number | null
    off_age_s?: number | null
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
  action: string
  payload: {
    [k: string]: unknown
  }
  note?: string | null
  _id: string
}
export type HazardEvDoc = {
  type: 'hazard_ev'
  v: 1
  div: string
  wrote: {
    by: string
    dev: string
    dseq: number
    off?: number | null
    off_age_s?: number | null
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
  action: string
  payload: {
    [k: string]: unknown
  }
  note?: string | null
  _id: string
}
export type ScreeningEvDoc = {
  type: 'screening_ev'
  v: 1
  div: string
  wrote: {
    by: string
    dev: string
    dseq: number
    off?: number | null
    off_age_s?: number | null
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
  action: string
  payload: {
    [k: string]: unknown
  }
  note?: string | null
  _id: string
}
export type TdrEvDoc = {
  type: 'tdr_ev'
  v: 1
  div: string
  wrote: {
    by: string
    dev: string
    dseq: number
    off?: number | null
    off_age_s?: number | null
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
  action: string
  payload: {
    [k: string]: unknown
  }
  note?: string | null
  _id: string
}
export type ActivityEvDoc = {
  type: 'activity_ev'
  v: 1
  div: string
  wrote: {
    by: string
    dev: string
    dseq: number
    off?: number | null
    off_age_s?: number | null
  }
  at_dev: string
  tz: string
  subject: string
  seen?: number
  /**
   * @minItems 0
   * @maxItems 50
   */
  seen_ids?: string[]
  prev?: string | null
  action: string
  payload: {
    [k: string]: unknown
  }
  note?: string | null
  _id: string
}
export type PublicityEvDoc = {
  type: 'publicity_ev'
  v: 1
  div: string
  wrote: {
    by: string
    dev: string
    dseq: number
    off?: number | null
    off_age_s?: number | null
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
  action: string
  payload: {
    [k: string]: unknown
  }
  note?: string | null
  _id: string
}
export type SloganEvDoc = {
  type: 'slogan_ev'
  v: 1
  div: string
  wrote: {
    by: string
    dev: string
    dseq: number
    off?: number | null
    off_age_s?: number | null
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
  action: string
  payload: {
    [k: string]: unknown
  }
  note?: string | null
  _id: string
}
export type AssetEvDoc = {
  type: 'asset_ev'
  v: 1
  div: string
  wrote: {
    by: string
    dev: string
    dseq: number
    off?: number | null
    off_age_s?: number | null
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
  action: string
  payload: {
    [k: string]: unknown
  }
  note?: string | null
  _id: string
}
export type BoxEvDoc = {
  type: 'box_ev'
  v: 1
  div: string
  wrote: {
    by: string
    dev: string
    dseq: number
    off?: number | null
    off_age_s?: number | null
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
  action: string
  payload: {
    [k: string]: unknown
  }
  note?: string | null
  _id: string
}
export type MailboxEvDoc = {
  type: 'mailbox_ev'
  v: 1
  div: string
  wrote: {
    by: string
    dev: string
    dseq: number
    off?: number | null
    off_age_s?: number | null
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
  action: string
  payload: {
    [k: string]: unknown
  }
  note?: string | null
  _id: string
}
export type ClueEvDoc = {
  type: 'clue_ev'
  v: 1
  div: string
  wrote: {
    by: string
    dev: string
    dseq: number
    off?: number | null
    off_age_s?: number | null
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
  action: string
  payload: {
    [k: string]: unknown
  }
  note?: string | null
  _id: string
}
export type IncidentEvDoc = {
  type: 'incident_ev'
  v: 1
  div: string
  wrote: {
    by: string
    dev: string
    dseq: number
    off?: number | null
    off_age_s?: number | null
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
  action: string
  payload: {
    [k: string]: unknown
  }
  note?: string | null
  _id: string
  /**
   * @minItems 0
   * @maxItems 200
   */
  passed_on?: string[]
}
export type ResponderEvDoc = {
  type: 'responder_ev'
  v: 1
  div: string
  wrote: {
    by: string
    dev: string
    dseq: number
    off?: number | null
    off_age_s?: number | null
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
  action: string
  payload: {
    [k: string]: unknown
  }
  note?: string | null
  _id: string
}
export type DrillEvDoc = {
  type: 'drill_ev'
  v: 1
  div: string
  wrote: {
    by: string
    dev: string
    dseq: number
    off?: number | null
    off_age_s?: number | null
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
  action: string
  payload: {
    [k: string]: unknown
  }
  note?: string | null
  _id: string
}
export type TaskEvDoc = {
  type: 'task_ev'
  v: 1
  div: string
  wrote: {
    by: string
    dev: string
    dseq: number
    off?: number | null
    off_age_s?: number | null
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
  action: string
  payload: {
    [k: string]: unknown
  }
  note?: string | null
  _id: string
}
export type NoticeEvDoc = {
  type: 'notice_ev'
  v: 1
  div: string
  wrote: {
    by: string
    dev: string
    dseq: number
    off?: number | null
    off_age_s?: number | null
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
  action: string
  payload: {
    [k: string]: unknown
  }
  note?: string | null
  _id: string
}

export interface Documents {
  attach: AttachDoc
  division: DivisionDoc
  unit: UnitDoc
  staff: StaffDoc
  team: TeamDoc
  vehicle: VehicleDoc
  grid: GridDoc
  key_site: KeySiteDoc
  checkpoint: CheckpointDoc
  roster: RosterDoc
  school: SchoolDoc
  mailbox: MailboxDoc
  camera: CameraDoc
  plan: PlanDoc
  param: ParamDoc
  checklist: ChecklistDoc
  shift: ShiftDoc
  shift_ev: ShiftEvDoc
  ckin: CkinDoc
  patrol_find: PatrolFindDoc
  veh_log: VehLogDoc
  case: CaseDoc
  case_ev: CaseEvDoc
  session: SessionDoc
  agreement: AgreementDoc
  follow_up: FollowUpDoc
  party: PartyDoc
  party_ev: PartyEvDoc
  school_action: SchoolActionDoc
  school_action_ev: SchoolActionEvDoc
  inspection: InspectionDoc
  inspection_ev: InspectionEvDoc
  lesson: LessonDoc
  lesson_ev: LessonEvDoc
  hazard: HazardDoc
  hazard_ev: HazardEvDoc
  screening: ScreeningDoc
  screening_ev: ScreeningEvDoc
  tdr: TdrDoc
  tdr_ev: TdrEvDoc
  activity: ActivityDoc
  activity_ev: ActivityEvDoc
  publicity: PublicityDoc
  publicity_ev: PublicityEvDoc
  slogan_stock: SloganStockDoc
  slogan_ev: SloganEvDoc
  asset_report: AssetReportDoc
  asset_ev: AssetEvDoc
  box_window: BoxWindowDoc
  box_open: BoxOpenDoc
  box_ev: BoxEvDoc
  mailbox_ev: MailboxEvDoc
  clue_drop: ClueDropDoc
  clue_ev: ClueEvDoc
  incident: IncidentDoc
  incident_ev: IncidentEvDoc
  responder: ResponderDoc
  responder_ev: ResponderEvDoc
  drill: DrillDoc
  drill_ev: DrillEvDoc
  task: TaskDoc
  ack: AckDoc
  task_ev: TaskEvDoc
  notice: NoticeDoc
  notice_ev: NoticeEvDoc
}
export interface AttachDoc {
  type: 'attach'
  v: 1
  div: string
  wrote: {
    by: string
    dev: string
    dseq: number
    off?: number | null
    off_age_s?: number | null
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
  replaced_by?: string[]
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
export interface GridDoc {
  _id: string
  _rev?: string
  type: 'grid'
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
  /**
   * @minItems 3
   * @maxItems 500
   */
  border: [
    {
      lat: number
      lon: number
    },
    {
      lat: number
      lon: number
    },
    {
      lat: number
      lon: number
    },
    ...{
      lat: number
      lon: number
    }[]
  ]
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
export interface PlanDoc {
  _id: string
  _rev?: string
  type: 'plan'
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
  version: number
  approved_on?: string | null
  levels: string[]
  steps: string
  chain?: string | null
  resources?: string | null
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
  value: {
    [k: string]: unknown
  }
}
export interface ChecklistDoc {
  _id: string
  _rev?: string
  type: 'checklist'
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
  list: 'school'
  version: number
  name: {
    'zh-CN': string
    en: string
  }
  source: 'edited' | 'xlsform'
  questions: {
    [k: string]: unknown
  }[]
  published_at: string | null
}
export interface ShiftDoc {
  type: 'shift'
  v: 1
  div: string
  wrote: {
    by: string
    dev: string
    dseq: number
    off?: number | null
    off_age_s?: number | null
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
    off?: number | null
    off_age_s?: number | null
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
  method: 'qr' | 'nfc' | 'gps' | 'hand'
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
    off?: number | null
    off_age_s?: number | null
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
    off?: number | null
    off_age_s?: number | null
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
export interface CaseDoc {
  type: 'case'
  v: 1
  div: string
  wrote: {
    by: string
    dev: string
    dseq: number
    off?: number | null
    off_age_s?: number | null
  }
  at_dev: string
  tz: string
  _id: string
  kind: 'dispute' | 'petition' | 'opinion' | 'consult'
  title: string
  category?:
    | 'D01'
    | 'D02'
    | 'D03'
    | 'D04'
    | 'D05'
    | 'D06'
    | 'D07'
    | 'D08'
    | 'D09'
    | 'D10'
    | 'D11'
    | 'D12'
    | 'D13'
    | 'D14'
    | 'D15'
    | 'D16'
    | 'D17'
    | 'D99'
    | null
  source:
    | 'screening'
    | 'patrol'
    | 'inspection'
    | 'visit'
    | 'letter'
    | 'phone'
    | 'applied'
    | 'referred_police'
    | 'referred_court'
    | 'referred_procuratorate'
    | 'referred_petition'
    | 'referred_other'
  found_on: string
  happened_on?: string | null
  place: string
  point?: {
    lat: number
    lon: number
    acc: number
  } | null
  grid?: string | null
  group?: string | null
  people_count: number
  risk_level: 'low' | 'medium' | 'high' | 'severe'
  summary: string
  /**
   * @minItems 0
   * @maxItems 30
   */
  related_orgs?: string[]
  /**
   * @minItems 0
   * @maxItems 9
   */
  signs?:
    | []
    | [
        | 'gathering'
        | 'brawl_signs'
        | 'threats'
        | 'injury'
        | 'property_damage'
        | 'group_petition'
        | 'road_blocking'
        | 'repeated'
        | 'media_attention'
      ]
    | [
        (
          | 'gathering'
          | 'brawl_signs'
          | 'threats'
          | 'injury'
          | 'property_damage'
          | 'group_petition'
          | 'road_blocking'
          | 'repeated'
          | 'media_attention'
        ),
        (
          | 'gathering'
          | 'brawl_signs'
          | 'threats'
          | 'injury'
          | 'property_damage'
          | 'group_petition'
          | 'road_blocking'
          | 'repeated'
          | 'media_attention'
        )
      ]
    | [
        (
          | 'gathering'
          | 'brawl_signs'
          | 'threats'
          | 'injury'
          | 'property_damage'
          | 'group_petition'
          | 'road_blocking'
          | 'repeated'
          | 'media_attention'
        ),
        (
          | 'gathering'
          | 'brawl_signs'
          | 'threats'
          | 'injury'
          | 'property_damage'
          | 'group_petition'
          | 'road_blocking'
          | 'repeated'
          | 'media_attention'
        ),
        (
          | 'gathering'
          | 'brawl_signs'
          | 'threats'
          | 'injury'
          | 'property_damage'
          | 'group_petition'
          | 'road_blocking'
          | 'repeated'
          | 'media_attention'
        )
      ]
    | [
        (
          | 'gathering'
          | 'brawl_signs'
          | 'threats'
          | 'injury'
          | 'property_damage'
          | 'group_petition'
          | 'road_blocking'
          | 'repeated'
          | 'media_attention'
        ),
        (
          | 'gathering'
          | 'brawl_signs'
          | 'threats'
          | 'injury'
          | 'property_damage'
          | 'group_petition'
          | 'road_blocking'
          | 'repeated'
          | 'media_attention'
        ),
        (
          | 'gathering'
          | 'brawl_signs'
          | 'threats'
          | 'injury'
          | 'property_damage'
          | 'group_petition'
          | 'road_blocking'
          | 'repeated'
          | 'media_attention'
        ),
        (
          | 'gathering'
          | 'brawl_signs'
          | 'threats'
          | 'injury'
          | 'property_damage'
          | 'group_petition'
          | 'road_blocking'
          | 'repeated'
          | 'media_attention'
        )
      ]
    | [
        (
          | 'gathering'
          | 'brawl_signs'
          | 'threats'
          | 'injury'
          | 'property_damage'
          | 'group_petition'
          | 'road_blocking'
          | 'repeated'
          | 'media_attention'
        ),
        (
          | 'gathering'
          | 'brawl_signs'
          | 'threats'
          | 'injury'
          | 'property_damage'
          | 'group_petition'
          | 'road_blocking'
          | 'repeated'
          | 'media_attention'
        ),
        (
          | 'gathering'
          | 'brawl_signs'
          | 'threats'
          | 'injury'
          | 'property_damage'
          | 'group_petition'
          | 'road_blocking'
          | 'repeated'
          | 'media_attention'
        ),
        (
          | 'gathering'
          | 'brawl_signs'
          | 'threats'
          | 'injury'
          | 'property_damage'
          | 'group_petition'
          | 'road_blocking'
          | 'repeated'
          | 'media_attention'
        ),
        (
          | 'gathering'
          | 'brawl_signs'
          | 'threats'
          | 'injury'
          | 'property_damage'
          | 'group_petition'
          | 'road_blocking'
          | 'repeated'
          | 'media_attention'
        )
      ]
    | [
        (
          | 'gathering'
          | 'brawl_signs'
          | 'threats'
          | 'injury'
          | 'property_damage'
          | 'group_petition'
          | 'road_blocking'
          | 'repeated'
          | 'media_attention'
        ),
        (
          | 'gathering'
          | 'brawl_signs'
          | 'threats'
          | 'injury'
          | 'property_damage'
          | 'group_petition'
          | 'road_blocking'
          | 'repeated'
          | 'media_attention'
        ),
        (
          | 'gathering'
          | 'brawl_signs'
          | 'threats'
          | 'injury'
          | 'property_damage'
          | 'group_petition'
          | 'road_blocking'
          | 'repeated'
          | 'media_attention'
        ),
        (
          | 'gathering'
          | 'brawl_signs'
          | 'threats'
          | 'injury'
          | 'property_damage'
          | 'group_petition'
          | 'road_blocking'
          | 'repeated'
          | 'media_attention'
        ),
        (
          | 'gathering'
          | 'brawl_signs'
          | 'threats'
          | 'injury'
          | 'property_damage'
          | 'group_petition'
          | 'road_blocking'
          | 'repeated'
          | 'media_attention'
        ),
        (
          | 'gathering'
          | 'brawl_signs'
          | 'threats'
          | 'injury'
          | 'property_damage'
          | 'group_petition'
          | 'road_blocking'
          | 'repeated'
          | 'media_attention'
        )
      ]
    | [
        (
          | 'gathering'
          | 'brawl_signs'
          | 'threats'
          | 'injury'
          | 'property_damage'
          | 'group_petition'
          | 'road_blocking'
          | 'repeated'
          | 'media_attention'
        ),
        (
          | 'gathering'
          | 'brawl_signs'
          | 'threats'
          | 'injury'
          | 'property_damage'
          | 'group_petition'
          | 'road_blocking'
          | 'repeated'
          | 'media_attention'
        ),
        (
          | 'gathering'
          | 'brawl_signs'
          | 'threats'
          | 'injury'
          | 'property_damage'
          | 'group_petition'
          | 'road_blocking'
          | 'repeated'
          | 'media_attention'
        ),
        (
          | 'gathering'
          | 'brawl_signs'
          | 'threats'
          | 'injury'
          | 'property_damage'
          | 'group_petition'
          | 'road_blocking'
          | 'repeated'
          | 'media_attention'
        ),
        (
          | 'gathering'
          | 'brawl_signs'
          | 'threats'
          | 'injury'
          | 'property_damage'
          | 'group_petition'
          | 'road_blocking'
          | 'repeated'
          | 'media_attention'
        ),
        (
          | 'gathering'
          | 'brawl_signs'
          | 'threats'
          | 'injury'
          | 'property_damage'
          | 'group_petition'
          | 'road_blocking'
          | 'repeated'
          | 'media_attention'
        ),
        (
          | 'gathering'
          | 'brawl_signs'
          | 'threats'
          | 'injury'
          | 'property_damage'
          | 'group_petition'
          | 'road_blocking'
          | 'repeated'
          | 'media_attention'
        )
      ]
    | [
        (
          | 'gathering'
          | 'brawl_signs'
          | 'threats'
          | 'injury'
          | 'property_damage'
          | 'group_petition'
          | 'road_blocking'
          | 'repeated'
          | 'media_attention'
        ),
        (
          | 'gathering'
          | 'brawl_signs'
          | 'threats'
          | 'injury'
          | 'property_damage'
          | 'group_petition'
          | 'road_blocking'
          | 'repeated'
          | 'media_attention'
        ),
        (
          | 'gathering'
          | 'brawl_signs'
          | 'threats'
          | 'injury'
          | 'property_damage'
          | 'group_petition'
          | 'road_blocking'
          | 'repeated'
          | 'media_attention'
        ),
        (
          | 'gathering'
          | 'brawl_signs'
          | 'threats'
          | 'injury'
          | 'property_damage'
          | 'group_petition'
          | 'road_blocking'
          | 'repeated'
          | 'media_attention'
        ),
        (
          | 'gathering'
          | 'brawl_signs'
          | 'threats'
          | 'injury'
          | 'property_damage'
          | 'group_petition'
          | 'road_blocking'
          | 'repeated'
          | 'media_attention'
        ),
        (
          | 'gathering'
          | 'brawl_signs'
          | 'threats'
          | 'injury'
          | 'property_damage'
          | 'group_petition'
          | 'road_blocking'
          | 'repeated'
          | 'media_attention'
        ),
        (
          | 'gathering'
          | 'brawl_signs'
          | 'threats'
          | 'injury'
          | 'property_damage'
          | 'group_petition'
          | 'road_blocking'
          | 'repeated'
          | 'media_attention'
        ),
        (
          | 'gathering'
          | 'brawl_signs'
          | 'threats'
          | 'injury'
          | 'property_damage'
          | 'group_petition'
          | 'road_blocking'
          | 'repeated'
          | 'media_attention'
        )
      ]
    | [
        (
          | 'gathering'
          | 'brawl_signs'
          | 'threats'
          | 'injury'
          | 'property_damage'
          | 'group_petition'
          | 'road_blocking'
          | 'repeated'
          | 'media_attention'
        ),
        (
          | 'gathering'
          | 'brawl_signs'
          | 'threats'
          | 'injury'
          | 'property_damage'
          | 'group_petition'
          | 'road_blocking'
          | 'repeated'
          | 'media_attention'
        ),
        (
          | 'gathering'
          | 'brawl_signs'
          | 'threats'
          | 'injury'
          | 'property_damage'
          | 'group_petition'
          | 'road_blocking'
          | 'repeated'
          | 'media_attention'
        ),
        (
          | 'gathering'
          | 'brawl_signs'
          | 'threats'
          | 'injury'
          | 'property_damage'
          | 'group_petition'
          | 'road_blocking'
          | 'repeated'
          | 'media_attention'
        ),
        (
          | 'gathering'
          | 'brawl_signs'
          | 'threats'
          | 'injury'
          | 'property_damage'
          | 'group_petition'
          | 'road_blocking'
          | 'repeated'
          | 'media_attention'
        ),
        (
          | 'gathering'
          | 'brawl_signs'
          | 'threats'
          | 'injury'
          | 'property_damage'
          | 'group_petition'
          | 'road_blocking'
          | 'repeated'
          | 'media_attention'
        ),
        (
          | 'gathering'
          | 'brawl_signs'
          | 'threats'
          | 'injury'
          | 'property_damage'
          | 'group_petition'
          | 'road_blocking'
          | 'repeated'
          | 'media_attention'
        ),
        (
          | 'gathering'
          | 'brawl_signs'
          | 'threats'
          | 'injury'
          | 'property_damage'
          | 'group_petition'
          | 'road_blocking'
          | 'repeated'
          | 'media_attention'
        ),
        (
          | 'gathering'
          | 'brawl_signs'
          | 'threats'
          | 'injury'
          | 'property_damage'
          | 'group_petition'
          | 'road_blocking'
          | 'repeated'
          | 'media_attention'
        )
      ]
  may_escalate?: boolean
  secrecy?: boolean
  /**
   * @minItems 0
   * @maxItems 40
   */
  attach?: string[]
}
export interface SessionDoc {
  type: 'session'
  v: 1
  div: string
  wrote: {
    by: string
    dev: string
    dseq: number
    off?: number | null
    off_age_s?: number | null
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
  /**
   * @minItems 0
   * @maxItems 99
   */
  passed_on?: string[]
  signed_at: string | null
  _id: string
  kind: 'inquiry' | 'mediation'
  place: string
  started_at: string | null
  ended_at: string | null
  /**
   * @minItems 0
   * @maxItems 10
   */
  mediators:
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
    | [string, string, string, string, string, string, string, string, string, string]
  attendee_roles: {
    [k: string]: number
  }
  content: string
  result: 'continue' | 'agreed' | 'failed' | null
  next_on?: string | null
  /**
   * @minItems 0
   * @maxItems 40
   */
  attach?: string[]
}
export interface AgreementDoc {
  type: 'agreement'
  v: 1
  div: string
  wrote: {
    by: string
    dev: string
    dseq: number
    off?: number | null
    off_age_s?: number | null
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
  /**
   * @minItems 0
   * @maxItems 99
   */
  passed_on?: string[]
  signed_at: string | null
  _id: string
  form: 'oral' | 'written'
  /**
   * @minItems 0
   * @maxItems 20
   */
  terms:
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
    | [string, string, string, string, string, string, string, string, string, string]
    | [string, string, string, string, string, string, string, string, string, string, string]
    | [string, string, string, string, string, string, string, string, string, string, string, string]
    | [string, string, string, string, string, string, string, string, string, string, string, string, string]
    | [
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string
      ]
    | [
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string
      ]
    | [
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string
      ]
    | [
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string
      ]
    | [
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string
      ]
    | [
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string
      ]
    | [
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string
      ]
  perform_due?: string | null
  signed_on: string | null
  paper_photo?: string | null
}
export interface FollowUpDoc {
  type: 'follow_up'
  v: 1
  div: string
  wrote: {
    by: string
    dev: string
    dseq: number
    off?: number | null
    off_age_s?: number | null
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
  /**
   * @minItems 0
   * @maxItems 99
   */
  passed_on?: string[]
  _id: string
  on: string
  performed: 'performed' | 'partly' | 'broken' | 'none'
  satisfaction: number | null
  risk_again: boolean
  next_on?: string | null
}
export interface PartyDoc {
  type: 'party'
  v: 1
  div: string
  wrote: {
    by: string
    dev: string
    dseq: number
    off?: number | null
    off_age_s?: number | null
  }
  at_dev: string
  tz: string
  _id: string
  role: 'applicant' | 'respondent' | 'third'
  alias: string
  name?: string | null
  phone?: string | null
  org_name?: string | null
  id_checked_on_paper?: boolean
}
export interface SchoolActionDoc {
  type: 'school_action'
  v: 1
  div: string
  wrote: {
    by: string
    dev: string
    dseq: number
    off?: number | null
    off_age_s?: number | null
  }
  at_dev: string
  tz: string
  _id: string
  month: string
  starts_at: string
  ends_at: string
  /**
   * @minItems 0
   * @maxItems 200
   */
  schools: string[]
}
export interface InspectionDoc {
  type: 'inspection'
  v: 1
  div: string
  wrote: {
    by: string
    dev: string
    dseq: number
    off?: number | null
    off_age_s?: number | null
  }
  at_dev: string
  tz: string
  _id: string
  school: string
  month: string
  on: string
  list?: string | null
  answers: {
    [k: string]: {
      ans: 'na' | 'ok' | 'no'
      note?: string | null
      /**
       * @minItems 0
       * @maxItems 9
       */
      att?:
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
  }
  more?: {
    [k: string]: unknown
  }
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
  text: string | null
  submitted_at: string | null
}
export interface LessonDoc {
  type: 'lesson'
  v: 1
  div: string
  wrote: {
    by: string
    dev: string
    dseq: number
    off?: number | null
    off_age_s?: number | null
  }
  at_dev: string
  tz: string
  _id: string
  school: string
  kind: 'safety_in_class' | 'law_in_class'
  on: string
  classes: number
  people: number
  lecturer_role: 'law_head' | 'police' | 'judicial' | 'inspector' | 'fire' | 'teacher' | 'other'
}
export interface HazardDoc {
  type: 'hazard'
  v: 1
  div: string
  wrote: {
    by: string
    dev: string
    dseq: number
    off?: number | null
    off_age_s?: number | null
  }
  at_dev: string
  tz: string
  _id: string
  category:
    | 'traffic'
    | 'stall'
    | 'food'
    | 'place'
    | 'fire'
    | 'guard'
    | 'tech'
    | 'physical'
    | 'hazard'
    | 'safe_post'
    | 'education'
    | 'other'
  severity: 'low' | 'medium' | 'high' | 'severe'
  place: string
  point: {
    lat: number
    lon: number
  } | null
  school: string | null
  site: string | null
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
export interface ScreeningDoc {
  type: 'screening'
  v: 1
  div: string
  wrote: {
    by: string
    dev: string
    dseq: number
    off?: number | null
    off_age_s?: number | null
  }
  at_dev: string
  tz: string
  first: string
  last: string
  starts_at: string
  ends_at: string
  _id: string
  week: string
}
export interface TdrDoc {
  type: 'tdr'
  v: 1
  div: string
  wrote: {
    by: string
    dev: string
    dseq: number
    off?: number | null
    off_age_s?: number | null
  }
  at_dev: string
  tz: string
  first: string
  last: string
  starts_at: string
  ends_at: string
  _id: string
  window: string
  due_at: string
}
export interface ActivityDoc {
  type: 'activity'
  v: 1
  div: string
  wrote: {
    by: string
    dev: string
    dseq: number
    off?: number | null
    off_age_s?: number | null
  }
  at_dev: string
  tz: string
  _id: string
  kind:
    | 'line_guard'
    | 'key_person_service'
    | 'anti_cult_work'
    | 'symposium'
    | 'door_visit'
    | 'opinion_collect'
    | 'mass_prevention'
  on: string
  sessions: number
  people: number
  minutes: number
  site?: string
  place_kind?: 'township' | 'village' | 'enterprise'
  clues_collected?: number
}
export interface PublicityDoc {
  type: 'publicity'
  v: 1
  div: string
  wrote: {
    by: string
    dev: string
    dseq: number
    off?: number | null
    off_age_s?: number | null
  }
  at_dev: string
  tz: string
  _id: string
  kind: 'leaflet' | 'banner' | 'column' | 'board' | 'led'
  on: string
  qty: number
  unit: 'copies' | 'banners' | 'boards' | 'screens'
  place: string
  days?: number
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
export interface SloganStockDoc {
  type: 'slogan_stock'
  v: 1
  div: string
  wrote: {
    by: string
    dev: string
    dseq: number
    off?: number | null
    off_age_s?: number | null
  }
  at_dev: string
  tz: string
  _id: string
  group: string
}
export interface AssetReportDoc {
  type: 'asset_report'
  v: 1
  div: string
  wrote: {
    by: string
    dev: string
    dseq: number
    off?: number | null
    off_age_s?: number | null
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
  asset: string
  kind: 'camera' | 'checkpoint' | 'mailbox'
  fault: 'damaged' | 'blocked' | 'missing' | 'offline' | 'dirty' | 'lock' | 'other'
  on: string
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
export interface BoxWindowDoc {
  type: 'box_window'
  v: 1
  div: string
  wrote: {
    by: string
    dev: string
    dseq: number
    off?: number | null
    off_age_s?: number | null
  }
  at_dev: string
  tz: string
  first: string
  last: string
  starts_at: string
  ends_at: string
  _id: string
  box: string
  window: string
}
export interface BoxOpenDoc {
  type: 'box_open'
  v: 1
  div: string
  wrote: {
    by: string
    dev: string
    dseq: number
    off?: number | null
    off_age_s?: number | null
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
  box: string
  window: string
  opened_at: string
  /**
   * @minItems 1
   * @maxItems 6
   */
  openers:
    | [string]
    | [string, string]
    | [string, string, string]
    | [string, string, string, string]
    | [string, string, string, string, string]
    | [string, string, string, string, string, string]
  seal_ok: boolean
  box_state: 'ok' | 'damaged' | 'lost_key'
  items_count: number
  /**
   * @minItems 0
   * @maxItems 200
   */
  envelopes: string[]
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
export interface ClueDropDoc {
  type: 'clue_drop'
  v: 1
  div: string
  wrote: {
    by: string
    dev: string
    dseq: number
    off?: number | null
    off_age_s?: number | null
  }
  at_dev: string
  tz: string
  _id: string
  envelope_no: string
  channel: 'mailbox' | 'visit' | 'screening' | 'report_line'
  category: 'CL01' | 'CL02' | 'CL03' | 'CL04' | 'CL05' | 'CL06' | 'CL07' | 'CL08' | 'CL09' | 'CL10' | 'CL99'
  received_on: string
  count: number
}
export interface IncidentDoc {
  type: 'incident'
  v: 1
  div: string
  wrote: {
    by: string
    dev: string
    dseq: number
    off?: number | null
    off_age_s?: number | null
  }
  at_dev: string
  tz: string
  _id: string
  kind:
    | 'fire'
    | 'traffic'
    | 'flood'
    | 'storm'
    | 'fight'
    | 'gathering'
    | 'production_accident'
    | 'school_safety'
    | 'water_rescue'
    | 'public_health'
    | 'facility'
    | 'other'
  place: string
  point: {
    lat: number
    lon: number
    acc: number
  } | null
  text: string
  people_count?: number | null
  injured_count?: number | null
  level_suggested?: 'IV' | 'III' | 'II' | 'I' | null
  called: boolean
  /**
   * @minItems 0
   * @maxItems 40
   */
  attach?: string[]
  source?: string | null
}
export interface ResponderDoc {
  type: 'responder'
  v: 1
  div: string
  wrote: {
    by: string
    dev: string
    dseq: number
    off?: number | null
    off_age_s?: number | null
  }
  at_dev: string
  tz: string
  _id: string
  incident: string
  kind: 'team' | 'unit' | 'vehicle' | 'staff'
  unit: string
  /**
   * @minItems 0
   * @maxItems 40
   */
  staff: string[]
  incident_kind:
    | 'fire'
    | 'traffic'
    | 'flood'
    | 'storm'
    | 'fight'
    | 'gathering'
    | 'production_accident'
    | 'school_safety'
    | 'water_rescue'
    | 'public_health'
    | 'facility'
    | 'other'
  place: string
  point: {
    lat: number
    lon: number
    acc: number
  } | null
  cause: string
  text: string | null
}
export interface DrillDoc {
  type: 'drill'
  v: 1
  div: string
  wrote: {
    by: string
    dev: string
    dseq: number
    off?: number | null
    off_age_s?: number | null
  }
  at_dev: string
  tz: string
  _id: string
  title: string
  kind: 'tabletop' | 'functional' | 'full'
  plan_id: string
  place: string
  /**
   * @minItems 1
   * @maxItems 30
   */
  units: [string, ...string[]]
  starts_at: string
  /**
   * @minItems 0
   * @maxItems 200
   */
  staff: string[]
  leader: string
  evaluator: string | null
}
export interface TaskDoc {
  type: 'task'
  v: 1
  div: string
  wrote: {
    by: string
    dev: string
    dseq: number
    off?: number | null
    off_age_s?: number | null
  }
  at_dev: string
  tz: string
  kind: string
  about: string | null
  staff: string | null
  /**
   * @minItems 0
   * @maxItems 40
   */
  roles: string[]
  cause?: string | null
  text: string | null
  _id: string
  due_at: string | null
}
export interface AckDoc {
  type: 'ack'
  v: 1
  div: string
  wrote: {
    by: string
    dev: string
    dseq: number
    off?: number | null
    off_age_s?: number | null
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
  answer?: string | null
}
export interface NoticeDoc {
  type: 'notice'
  v: 1
  div: string
  wrote: {
    by: string
    dev: string
    dseq: number
    off?: number | null
    off_age_s?: number | null
  }
  at_dev: string
  tz: string
  kind: string
  about: string | null
  staff: string | null
  /**
   * @minItems 0
   * @maxItems 40
   */
  roles: string[]
  cause?: string | null
  text: string | null
  _id: string
  batch?: string | null
}
