/** The forms of duties: what a village writes down again and again, with as much as can be known filled in. */
import { localMoment } from '@/contract/forms'
import { contract } from '@/contract/contract'

import { dayOf } from './caseForms'
import { entriesLeft } from './dutyKinds'
import type { Answers, FormPlan, Known } from './forms'
import { textIn } from './values'

type Problems = Record<string, string>

/** A printed number, by the form that openings have. */
const ENVELOPE = new RegExp(patternOf('box_open', 'envelopes'))
const { activity_keys: OWN_KEYS, publicity_units: UNITS } = contract

/** The form of the texts in a list. */
function patternOf(type: string, field: string): string {
  const { properties } = contract.schemas[type] as { properties: Record<string, { items?: { pattern?: string } }> }
  return properties[field]?.items?.pattern ?? ''
}

const today = ({ now }: Known): string => dayOf(now)
const ahead = (name: string) => (answers: Answers, known: Known): Problems => (String(answers[name] ?? '') > today(known) ? { [name]: 'ahead' } : {})
const nothingFound = ({ record }: Known): boolean => record === null || entriesLeft(record).case_refs.length === 0

function roundDay(answers: Answers, known: Known): Problems {
  const day = String(answers.on ?? '')
  const [first, last] = ['first', 'last'].map((name) => textIn(known.record?.values[name]))
  const outside = day !== '' && ((first && day < first) || (last && day > last))
  return outside ? { on: 'outside' } : ahead('on')(answers, known)
}

function opening({ me, now, record }: Known): Answers {
  const { box = '', window = '' } = record?.values ?? {}
  return {
    box: String(box), window: String(window), opened_at: localMoment(now.toISOString()), openers: [me], seal_ok: true, box_state: 'ok',
    items_count: '0', envelopes: [], attach: [],
  }
}

/** The numbers as they are written: without the lines that are empty. */
export function numbersIn(answers: Answers): string[] {
  return (answers.envelopes as string[]).map((one) => one.trim()).filter(Boolean)
}

function wrongInOpening(answers: Answers): Problems {
  const numbers = numbersIn(answers)
  const few = (answers.openers as string[]).length < Number(contract.parameters['box.openers'])
  const later = answers.opened_at !== '' && Date.parse(String(answers.opened_at)) > Date.now()
  const twice = new Set(numbers).size < numbers.length
  const odd = numbers.some((one) => !ENVELOPE.test(one))
  return {
    ...(few && { openers: 'few' }),
    ...(later && { opened_at: 'ahead' }),
    ...(twice ? { envelopes: 'twice' } : odd && { envelopes: 'odd' }),
  }
}

function wrongInActivity(answers: Answers): Problems {
  const foreign = Object.values(OWN_KEYS).flat().filter((name) => !(OWN_KEYS[String(answers.kind)] ?? []).includes(name))
  const wrong = foreign.filter((name) => answers[name] !== '').map((name) => [name, 'other_kind'] as const)
  return Object.fromEntries(wrong)
}

function wrongInPublicity(answers: Answers): Problems {
  const screens = answers.kind === 'led'
  const days = screens && answers.days === '' ? 'missing' : !screens && answers.days !== '' ? 'other_kind' : null
  return days ? { days } : {}
}

export const dutyForms: Record<string, FormPlan> = {
  'scr.round': {
    steps: [['on', 'households_visited']],
    folded: ['area_note'],
    start: (known) => ({ on: today(known) }),
    against: roundDay,
  },
  'scr.sign': {
    steps: [['zero']],
    must: ['zero'],
    start: (known) => ({ zero: nothingFound(known) }),
    against: (answers, known): Problems => (answers.zero === true && !nothingFound(known) ? { zero: 'not_zero' } : {}),
  },
  'bw.open': {
    steps: [['opened_at', 'openers', 'seal_ok', 'box_state'], ['envelopes', 'attach']],
    start: opening,
    across: wrongInOpening,
    fill: (answers) => ({ ...answers, items_count: String(numbersIn(answers).length) }),
  },
  'slg.count': { steps: [['n', 'counted_on', 'attach']], start: (known) => ({ counted_on: today(known) }), against: ahead('counted_on') },
  'inc.head': {
    steps: [['kind', 'place', 'text', 'called', 'attach']],
    folded: ['people_count', 'injured_count', 'level_suggested', 'point'],
    must: ['text'],
  },
  'inc.sitrep': {
    steps: [['text', 'worse', 'attach']],
    folded: ['people_count', 'injured_count', 'level_suggested', 'point'],
    start: () => ({ worse: false }),
  },
  'dr.muster': { must: ['head_count'] },
  'dr.arrive': { must: ['head_count'] },
  'dr.end': { steps: [['course', 'head_count', 'attach']] },
  'task.reply': { steps: [['text', 'percent']] },
  'cd.head': {
    steps: [['envelope_no', 'channel', 'category', 'received_on', 'count']],
    start: (known) => ({ channel: 'mailbox', received_on: today(known), count: '1' }),
    against: ahead('received_on'),
  },
  'asset.report': { steps: [['kind', 'asset', 'fault', 'on', 'attach']], start: (known) => ({ on: today(known) }), against: ahead('on') },
  'act.head': {
    steps: [['kind', 'on', 'sessions', 'people', 'minutes']],
    folded: ['site', 'place_kind', 'clues_collected'],
    byUse: ['kind'],
    start: (known) => ({ on: today(known), sessions: '1' }),
    across: wrongInActivity,
    against: ahead('on'),
  },
  'pub.head': {
    steps: [['kind', 'on', 'qty', 'place', 'days', 'attach']],
    byUse: ['kind'],
    start: (known) => ({ on: today(known) }),
    across: wrongInPublicity,
    against: ahead('on'),
    fill: (answers) => ({ ...answers, unit: UNITS[String(answers.kind)] ?? '' }),
  },
}
