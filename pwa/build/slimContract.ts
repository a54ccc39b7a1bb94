import type { Plugin } from 'vite'

/** Tables that are for whoever reads the contract, and that no page goes by. */
const UNREAD = ['guards', 'retries', 'timers', 'states', 'office_actions']
/** Only the server writes these, so no page checks them. */
const REFERENCE = ['division', 'unit', 'staff', 'team', 'vehicle', 'grid', 'key_site', 'checkpoint', 'roster', 'school', 'mailbox', 'camera', 'param']
const MERGE_NOTE = 'x-merge'

/** Leaves out of the built contract what the app never reads: it is the largest part of the first load. */
export function slimContract(): Plugin {
  return {
    name: 'slim-contract',
    apply: 'build',
    enforce: 'pre',
    transform(text, id) {
      if (!id.endsWith('/contract/contract.json')) return null
      const whole = JSON.parse(text) as Record<string, unknown>
      const kept = Object.fromEntries(Object.entries(whole).filter(([name]) => !UNREAD.includes(name)))
      const schemas = Object.entries(whole.schemas as Record<string, unknown>).filter(([type]) => !REFERENCE.includes(type))
      kept.schemas = Object.fromEntries(schemas)
      const slim = JSON.stringify(kept, (name, value: unknown) => (name === MERGE_NOTE ? undefined : value))
      return { code: slim, map: null }
    },
  }
}
