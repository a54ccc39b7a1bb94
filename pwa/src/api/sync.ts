/** What the phone asks the server beside replication. */
import { request, requestOpen } from './client'

export interface News {
  token: string
  databases: string[]
}

/** Waits up to `timeout` seconds for news; without a token all databases are named at once. */
export async function fetchNews(since: string | null, timeout: number, signal: AbortSignal): Promise<News> {
  const waits = (timeout + 15) * 1000
  return request<News>('GET', '/api/news', { query: { since, timeout }, signal, timeout: waits })
}

export interface ReceiptResult {
  id: string
  dseq: number
  subject: string
  /** `settled`: the office has dealt with what it could not take */
  result: 'parked' | 'refused' | 'quarantined' | 'denied' | 'settled'
  reason: string | null
  words: { 'zh-CN': string; en: string }
}

export interface Receipts {
  device: string
  /** inclusive ranges, ascending */
  received: [number, number][]
  results: ReceiptResult[]
}

export interface Delivery {
  database: string
  document: Record<string, unknown>
}

/** A delivery that whoever hands it over cannot read. */
export interface SealedDelivery {
  id: string
  rev: string | null
  box: string
}

/** Who hands over: a person in their session, or a device under its own credential. */
export type Sender = { owner: string } | { credential: string }

/** What the server has of the sender's device. */
export async function fetchReceipts(sender: Sender): Promise<Receipts> {
  if ('owner' in sender) return request<Receipts>('GET', '/api/receipts', { owner: sender.owner })
  return requestOpen<Receipts>('GET', '/api/receipts', { headers: shown(sender) })
}

export interface Refusal {
  id: string | null
  rev: string | null
  reason: string
  words: { 'zh-CN'?: string; en?: string } | null
}

/** What the second gate says of each revision. */
export interface TakenIn {
  accepted: { id: string; rev: string }[]
  /** absent where the server takes a delivery as a whole */
  refused?: Refusal[]
}

/** Hands revisions to the second gate, which keeps them before it decides. */
export async function deliver(documents: Delivery[], sender: Sender, envelopes: SealedDelivery[] = []): Promise<TakenIn> {
  const body = { documents, ...(envelopes.length > 0 && { envelopes }), unused: [] }
  if ('owner' in sender) return request<TakenIn>('POST', '/api/intake', { body, owner: sender.owner })
  return requestOpen<TakenIn>('POST', '/api/intake', { body, headers: shown(sender) })
}

function shown({ credential }: { credential: string }): Record<string, string> {
  return { Authorization: `Device ${credential}` }
}
