/** Which of what I wrote gave way to somebody else's, who did not know of mine: seen again, asked back, or put away. */
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'

import { equal, type Json } from '@/contract/conditions'
import { familyOf, mayWrite, type FieldRule } from '@/contract/contract'
import { eventId, localFold, mayDo, rulesOf, type Actor, type LocalDocument, type Status, type Superseded } from '@/contract/localFold'
import { onRing } from '@/db/bell'
import { readLooked, saveLooked, statusesIn, type HeldStatus, type Looked } from '@/db/lost'
import { newUlid } from '@/db/manifest'
import { documentsById } from '@/db/patrol'
import { write } from '@/db/write'
import { useSession } from '@/stores/session'

export interface LostEdit {
  key: string
  database: string
  subject: string
  status: Status
  /** what I wrote, and under `won` what stands */
  edit: Superseded
  /** the event by which I asked for it back */
  asked: string | null
}

/** Whether I may ask for a value back; `reason` is a code of the contract, or `by_rule`, `not_here`. */
export interface Askable {
  allowed: boolean
  reason: string | null
}

const EDIT = 'edit'
/** Codes under which a later edit can win; under the others the rule itself decides which value stands. */
const WINNABLE: readonly FieldRule['merge'][] = ['LWW-R', 'OWN', 'KB']
const BY_RULE: readonly FieldRule['merge'][] = ['MIN', 'MAX', 'WORST', 'OR', 'APP', 'SUM', 'UNI']

export const useLostEdits = defineStore('lostEdits', () => {
  const session = useSession()
  const held = shallowRef<HeldStatus[] | null>(null)
  const looked = shallowRef<Looked>({})

  const all = computed(() => {
    const { user } = session
    return user && held.value ? held.value.flatMap((one) => lostIn(one, user.id, looked.value)) : null
  })
  /** what nobody has looked at or asked for yet */
  const open = computed(() => (all.value ?? []).filter((one) => one.asked === null))

  async function load(): Promise<void> {
    const { user } = session
    if (!user) return
    looked.value = await readLooked(user.id)
    held.value = await statusesIn(user.id, user.databases.filter((one) => one.read).map((one) => one.name))
  }

  /** Follows what is pulled, in any tab. Returns the way to stop. */
  function follow(): () => void {
    return onRing((what) => {
      if (what === 'pulled') void load()
    })
  }

  async function askable(lost: LostEdit): Promise<Askable> {
    const { user } = session
    const rules = rulesOf(familyOf(lost.subject))
    const rule = rules?.fields.find((one) => one.name === lost.edit.field)
    if (!user || !rules || !rule) return { allowed: false, reason: 'not_here' }
    if (!rule.edit || !WINNABLE.includes(rule.merge)) return { allowed: false, reason: 'by_rule' }
    if (databaseFor(lost, user.roles) === null) return { allowed: false, reason: 'role_missing' }
    const [head] = await documentsById(user.id, lost.database, [lost.subject])
    const record = localFold(rules, { subject: lost.subject, head: (head as unknown as LocalDocument) ?? null, status: lost.status, documents: [] })
    if (!record) return { allowed: false, reason: 'not_here' }
    const actor: Actor = { id: user.id, roles: user.roles }
    return mayDo(rules, record, actor, EDIT, { field: rule.name, value: lost.edit.value })
  }

  /** Writes my value once more, knowing of the other: this edit is no more concurrent, so it stands if it may. */
  async function ask(lost: LostEdit, note: string): Promise<void> {
    const { user } = session
    const rules = rulesOf(familyOf(lost.subject))
    const database = user && databaseFor(lost, user.roles)
    if (!user || !rules || !database) throw new Error('nobody is there who could ask')
    const { field, value } = lost.edit
    const id = eventId(lost.subject, newUlid())
    await write(
      { user: user.id, div: user.div },
      { database, _id: id, type: rules.kind.event[0], subject: lost.subject, fields: fieldsOf(lost, { field, value }, note) },
    )
    await keep(lost.key, id)
  }

  /** I have seen it, and leave it at that. */
  async function putAway(lost: LostEdit): Promise<void> {
    await keep(lost.key, null)
  }

  async function keep(key: string, event: string | null): Promise<void> {
    const { user } = session
    if (!user) return
    looked.value = { ...looked.value, [key]: event }
    await saveLooked(user.id, looked.value)
  }

  return { all, open, load, follow, askable, ask, putAway }
})

function fieldsOf({ subject, status }: LostEdit, payload: Record<string, Json>, note: string): Record<string, unknown> {
  const { div } = status as unknown as { div: string }
  return { div, subject, action: EDIT, seen: status.rseq, seen_ids: [], payload, note: note || null }
}

/** Where I may write about the record: there where I read it; null when I may not. */
function databaseFor(lost: LostEdit, roles: readonly string[]): string | null {
  const [type] = rulesOf(familyOf(lost.subject))?.kind.event ?? ['']
  const prefix = lost.database.slice(0, lost.database.indexOf('_') + 1)
  return mayWrite(prefix, type, roles) ? lost.database : null
}

/** My values that gave way, newest first, but for what is mine again by now and what was put away. */
function lostIn({ database, status }: HeldStatus, me: string, looked: Looked): LostEdit[] {
  const rules = rulesOf(familyOf(status.subject))
  const mine = (status.superseded ?? []).filter((edit) => edit.by === me && edit.concurrent && edit.won.by !== me)
  return mine.flatMap((edit) => {
    const rule = rules?.fields.find((one) => one.name === edit.field)
    const key = [status.subject, edit.field, edit.id, edit.won.id].join('|')
    const now = (status as unknown as Record<string, Json>)[edit.field] ?? null
    const judged = looked[key] ? looked[key] in status.results : looked[key] === null
    if (judged || equal(now, edit.value) || !isTyped(rule)) return []
    return [{ key, database, subject: status.subject, status, edit, asked: looked[key] ?? null }]
  }).reverse()
}

/** Whether a person chose the value: the time at which something was done is not asked back. */
function isTyped(rule: FieldRule | undefined): boolean {
  return rule !== undefined && (rule.edit || !BY_RULE.includes(rule.merge))
}
