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
  result: 'parked' | 'refused' | 'quarantined' | 'denied'
  reason: string | null
  words: { 'zh-CN': string; en: string }
}

export interface Receipts {
  device: string
  /** inclusive ranges, ascending */
  received: [number, number][]
  results: ReceiptResult[]
}

export async function fetchReceipts(): Promise<Receipts> {
  return request<Receipts>('GET', '/api/receipts')
}

export interface Delivery {
  database: string
  document: Record<string, unknown>
}

/** Hands revisions to the second gate under the session, or under the device's own credential when given. */
export async function deliver(documents: Delivery[], credential: string | null): Promise<{ id: string; rev: string }[]> {
  const options = { body: { documents, unused: [] } }
  const reply =
    credential === null
      ? await request<Accepted>('POST', '/api/intake', options)
      : await requestOpen<Accepted>('POST', '/api/intake', {
          ...options,
          headers: { Authorization: `Device ${credential}` },
        })
  return reply.accepted
}

interface Accepted {
  accepted: { id: string; rev: string }[]
}
