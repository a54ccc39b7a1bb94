/** Shapes of what the device keeps beside the documents. */
import type { Envelope } from './envelopes'
import type { Sealed, SealedFile } from './keys'

/** saved: on this phone only. on_way: handed over, no receipt yet. needs_you: the server has a word for the author. */
export type RecordState = 'saved' | 'on_way' | 'received' | 'needs_you'

export type Words = Partial<Record<'zh-CN' | 'en', string>>

/** One written document, from the intent to write it until its receipt. */
export interface ManifestEntry {
  id: string
  dev: string
  dseq: number
  user: string
  database: string
  type: string
  subject: string | null
  /** the local revision; null between the intent and the write of the document */
  rev: string | null
  /** ISO 8601 */
  at: string
  state: RecordState
  /** when it was last handed to the server, ISO 8601 */
  sent_at: string | null
  /** refused by the endpoint: replication will not bring it again, intake must. With `needs_you`: refused by intake
   * too, so this phone holds the only copy */
  denied: boolean
  reason: string | null
  words: Words | null
  /** the document itself, kept until the receipt: what the store lost can be written again */
  body: DocumentBody | null
  /** the document once more, sealed to the server's intake: until the server has it, others may hand it in */
  envelope?: Envelope | null
}

/** An entry as it lies on the disk: the document and the server's words are sealed. Entries from before there were keys
 * have them plain and no `box`. */
export interface StoredEntry extends Omit<ManifestEntry, 'body' | 'words'>, Partial<Pick<ManifestEntry, 'body' | 'words'>> {
  /** seals {body, words}; null when there is neither */
  box?: Sealed | null
  /** counts the changes, so that one made meanwhile is noticed */
  turn?: number
}

export interface Wrote {
  by: string
  dev: string
  dseq: number
  /** of the clock, as the last contact with the server told (clock.ts) */
  off?: number | null
  off_age_s?: number | null
}

export interface DocumentBody {
  _id: string
  type: string
  v: number
  div: string
  wrote: Wrote
  at_dev: string
  tz: string
  [field: string]: unknown
}

/** Somebody who logged in on this phone before. */
export interface KnownUser {
  id: string
  username: string
  name: string
  unit: string
  div: string
  division_name: string
  roles: string[]
  team: string | null
  half: 'field' | 'console' | 'both'
  databases: { name: string; read: boolean; write: boolean }[]
  /** only from before there were keys: now the wrapped secret tells whether a password is right (lock.ts) */
  verifier?: Verifier
  /** ISO 8601 */
  last_login: string
}

/** Enough to check the password without the server, and no more. */
export interface Verifier {
  salt: ArrayBuffer
  hash: ArrayBuffer
  rounds: number
}

export interface DraftRecord {
  user: string
  form: string
  /** ISO 8601 */
  at: string
  /** only from before there were keys */
  fields?: unknown
  box?: Sealed
  /** the photos among the fields, in the order in which the fields name them */
  files?: { type: string; sealed: SealedFile }[]
}

export type PhotoState = 'waiting' | 'thumb_sent' | 'sent' | 'failed'

export interface PhotoPart {
  /** sealed when the record is (photoFile opens it) */
  bytes: Blob | null
  sha256: string
  size: number
  /** where the upload goes on after a reload */
  upload_url: string | null
}

export interface PhotoRecord {
  /** id of its att: document */
  id: string
  user: string
  record: string
  mime: string
  state: PhotoState
  reason: string | null
  full: PhotoPart
  thumb: PhotoPart
  sent_bytes: number
  /** absent on photos from before there were keys */
  sealed?: boolean
}
