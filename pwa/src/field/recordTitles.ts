/** What a record of mine is called in lists. */
import { useI18n } from 'vue-i18n'

import { named, whenText } from './words'

import { useRecordWords } from '@/composables/recordWords'
import { contract } from '@/contract/contract'
import { usePatrol } from '@/stores/patrol'
import type { MyRecord } from '@/stores/records'

export interface Title {
  title: string
  text: string
}

type Body = Record<string, unknown>

/** Gives each record its title and its first line; a withdrawn document keeps the name of its kind. */
export function useTitles(): (record: MyRecord) => Title {
  const { t, te } = useI18n()
  const patrol = usePatrol()
  const words = useRecordWords(whenText)

  const kinds: Record<string, (body: Body) => Title> = {
    shift: (body) => ({ title: t('record.shift'), text: say(body.date) }),
    shift_ev: (body) => {
      const payload = (body.payload ?? {}) as Body
      const field = say(payload.field)
      const edited = field && [words.field(field), words.value('shift:', field, payload.value, patrol.vehicleName)].join(' ')
      return { title: named('shift_action', say(body.action)), text: edited || say(payload.text ?? payload.reason) }
    },
    ckin: (body) => ({
      title: body.checkpoint ? patrol.pointName(say(body.checkpoint)) : t('record.checkin_free'),
      text: [t('record.checkin'), named('ckin_method', say(body.method))].join(' · '),
    }),
    patrol_find: (body) => ({ title: named('find_kind', say(body.kind)), text: say(body.text) }),
    veh_log: (body) => ({ title: t('record.veh_log'), text: `${patrol.vehicleName(say(body.vehicle))} · ${say(body.km)} km` }),
    attach: () => ({ title: t('record.attach'), text: '' }),
  }

  /** "矛盾纠纷 · 受理": what it is about and what was done, for every kind that the contract has. */
  function ofKind(type: string, body: Body): Title {
    const [family = type, rules] = Object.entries(contract.records).find(([, { kinds }]) => type in kinds) ?? []
    const action = say(body.action) || (rules?.actions[type] ?? '')
    const payload = (body.payload ?? {}) as Body
    const title = [words.family(`${family}:`), action && words.action(`${family}:`, action)].filter(Boolean).join(' · ')
    return { title, text: say(payload.text ?? payload.reason ?? body.text ?? body.summary) }
  }

  return ({ entry, document }) => {
    const make = kinds[entry.type]
    if (te(`record.${entry.type}`)) return make && document ? make(document) : { title: t(`record.${entry.type}`), text: '' }
    return ofKind(entry.type, document ?? {})
  }
}

function say(value: unknown): string {
  return value === null || value === undefined ? '' : String(value)
}
