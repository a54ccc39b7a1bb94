/** The report of a fault: its subject is the thing itself, a mailbox being a box. */
import type { Values } from '@/contract/localFold'

import type { NewRecord } from './index'

export function assetReport(ulid: string, div: string, said: Values): NewRecord {
  const code = String(said.asset)
  const subject = `${said.kind === 'mailbox' ? 'box' : 'asset'}:${code}`
  return { id: `ar:${code}:${ulid}`, type: 'asset_report', subject, div, fields: { subject, seen: 0, seen_ids: [], ...said } }
}
