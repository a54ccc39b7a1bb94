/** Compares what this device wrote with what the server says it has. A finished replication proves nothing; this does. */
import type { Receipts } from '@/api/sync'
import type { ManifestEntry } from '@/db/records'
import type { Verdict } from '@/db/manifest'

/** The new states of those entries whose state changes. Pure. Entries of another device are left alone. */
export function verdictsFor(entries: readonly ManifestEntry[], receipts: Receipts): Map<string, Verdict> {
  const results = new Map(receipts.results.map((result) => [result.id, result]))
  const verdicts = new Map<string, Verdict>()
  for (const entry of entries) {
    if (entry.dev !== receipts.device) continue
    const verdict = verdictFor(entry, results.get(entry.id), receipts.received)
    if (verdict && !isSame(entry, verdict)) verdicts.set(entry.id, verdict)
  }
  return verdicts
}

function verdictFor(
  entry: ManifestEntry,
  result: Receipts['results'][number] | undefined,
  received: Receipts['received'],
): Verdict | null {
  if (result) {
    const state = result.result === 'settled' ? 'received' : 'needs_you'
    return { state, reason: result.reason ?? result.result, words: result.words }
  }
  if (covers(received, entry.dseq)) return { state: 'received', reason: null, words: null }
  return null
}

function covers(ranges: Receipts['received'], dseq: number): boolean {
  return ranges.some(([first, last]) => first <= dseq && dseq <= last)
}

/** A refused entry is not the same: a verdict means that the server has it after all. */
function isSame(entry: ManifestEntry, verdict: Verdict): boolean {
  return !entry.denied && entry.state === verdict.state && entry.reason === verdict.reason
}
