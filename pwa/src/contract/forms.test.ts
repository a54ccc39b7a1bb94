import { describe, expect, it } from 'vitest'

import { answerOf, actionsOf, dictionaryOf, documentFields, emptyAnswer, idPrefix, isDay, localMoment, payloadFields, problemOf, valueOf, type FormField } from './forms'
import { contract } from './contract'

const fields = (type: string) => new Map(documentFields(type, 'case').map((field) => [field.name, field]))
const field = (type: string, name: string): FormField => {
  const found = fields(type).get(name)
  if (!found) throw new Error(`${type} has no ${name}`)
  return found
}
const payload = (action: string) => payloadFields('case_ev', action, 'case') ?? []

describe('the fields of a form', () => {
  it('are those of the schema that a person fills in', () => {
    expect([...fields('follow_up').keys()]).toEqual(['on', 'performed', 'satisfaction', 'risk_again', 'next_on'])
    expect([...fields('session').keys()]).not.toContain('signed_at')
    expect(payload('fail').map(({ name }) => name)).toEqual(['outcome', 'told'])
    expect(payloadFields('case_ev', 'fly', 'case')).toBeNull()
    expect(actionsOf('case_ev')).toContain('close_req')
  })

  it.each([
    ['case', 'summary', 'text'], ['case', 'people_count', 'number'], ['case', 'secrecy', 'yesno'], ['case', 'found_on', 'day'],
    ['case', 'kind', 'choice'], ['case', 'signs', 'choices'], ['case', 'related_orgs', 'lines'], ['case', 'point', 'point'],
    ['case', 'attach', 'photos'], ['case', 'grid', 'unit'], ['session', 'started_at', 'moment'], ['session', 'mediators', 'people'],
    ['session', 'attendee_roles', 'counts'], ['agreement', 'paper_photo', 'photo'],
  ] as const)('of %s: %s is a %s', (type, name, kind) => {
    expect(field(type, name).kind).toBe(kind)
  })

  it('name their codes by the dictionary that knows them', () => {
    expect(field('case', 'kind').dictionary).toBe('case_kind')
    expect(field('session', 'kind').dictionary).toBe('case_session_kind')
    expect(field('case', 'signs').dictionary).toBe('case_sign')
    expect(dictionaryOf('case', 'way', ['visit', 'hall'])).toBe('case_feedback_way')
    expect(dictionaryOf('case', 'x', ['no such code'])).toBeNull()
  })

  it('have words for every code that any form of any kind offers', () => {
    for (const [family, { kinds }] of Object.entries(contract.records)) {
      for (const type of Object.keys(kinds).filter((one) => contract.schemas[one])) {
        for (const { name, options, dictionary } of documentFields(type, family)) {
          if (options.length && name !== 'action') expect(dictionary, `${type}.${name}`).not.toBeNull()
        }
      }
    }
  })

  it('know what ids begin with', () => {
    expect(['case', 'case_ev', 'session', 'follow_up', 'party_ev'].map(idPrefix)).toEqual(['case', 'cev', 'ses', 'fu', 'ev'])
  })
})

describe('an answer', () => {
  it('that is missing is told where it must be there', () => {
    expect(problemOf(field('case', 'summary'), '  ')).toEqual({ code: 'missing' })
    expect(problemOf(field('case', 'category'), '')).toBeNull()
    expect(problemOf(field('follow_up', 'risk_again'), null)).toEqual({ code: 'missing' })
    expect(problemOf(field('session', 'mediators'), [])).toBeNull()
  })

  it.each([
    ['case', 'people_count', 'vier', 'number'], ['case', 'people_count', '2.5', 'whole'], ['case', 'people_count', '0', 'least'],
    ['case', 'people_count', '9999999', 'most'], ['case', 'title', 'x'.repeat(61), 'long'], ['case', 'found_on', '2026-02-30', 'day'],
    ['session', 'started_at', 'soon', 'moment'], ['party', 'phone', '12ab', 'form'], ['session', 'attendee_roles', { applicant: 'x' }, 'number'],
    ['case', 'related_orgs', Array.from({ length: 31 }, () => 'a'), 'most'],
  ] as const)('of %s.%s that is %j is wrong: %s', (type, name, answer, code) => {
    expect(problemOf(field(type, name), answer as never)?.code).toBe(code)
  })

  it('comes to the value that the document has', () => {
    expect(valueOf(field('case', 'title'), ' 晒谷场 ')).toBe('晒谷场')
    expect(valueOf(field('case', 'people_count'), ' 12 ')).toBe(12)
    expect(valueOf(field('case', 'category'), '')).toBeNull()
    expect(valueOf(field('case', 'kind'), '')).toBeUndefined()
    expect(valueOf(field('case', 'place'), '')).toBe('')
    expect(valueOf(field('agreement', 'terms'), [' a ', ''])).toEqual(['a'])
    expect(valueOf(field('session', 'attendee_roles'), { applicant: '1', unit: '0', third: '' })).toEqual({ applicant: 1 })
    expect(valueOf(field('session', 'started_at'), '2026-11-23T08:00')).toBe(new Date('2026-11-23T08:00').toISOString())
    expect(valueOf(field('agreement', 'paper_photo'), [{ id: 'att:1' }] as never)).toBe('att:1')
    expect(valueOf(field('case', 'attach'), [{ id: 'att:1' }] as never)).toEqual(['att:1'])
  })

  it('comes back from what was written', () => {
    for (const [type, name, value] of [
      ['case', 'people_count', 12], ['session', 'attendee_roles', { applicant: 1 }], ['agreement', 'terms', ['a', 'b']], ['agreement', 'paper_photo', 'att:1'],
      ['case', 'attach', ['att:1', 'att:2']], ['case', 'signs', ['threats']], ['case', 'secrecy', false],
    ] as const) {
      expect(valueOf(field(type, name), answerOf(field(type, name), value as never)), name).toEqual(value)
    }
    const iso = '2026-11-23T00:30:00.000Z'
    expect(valueOf(field('session', 'started_at'), answerOf(field('session', 'started_at'), iso))).toBe(iso)
    expect(answerOf(field('session', 'result'), null)).toBe('')
  })

  it('begins empty, as its field holds it', () => {
    expect(emptyAnswer(field('case', 'signs'))).toEqual([])
    expect(emptyAnswer(field('case', 'secrecy'))).toBeNull()
    expect(emptyAnswer(field('session', 'attendee_roles'))).toEqual({})
    expect(emptyAnswer(field('case', 'title'))).toBe('')
  })

  it('knows which days there are', () => {
    expect(['2026-02-28', '2026-02-29', '2024-02-29', '26-1-1', ''].map(isDay)).toEqual([true, false, true, false, false])
    expect(localMoment(new Date(2026, 10, 23, 8, 5).toISOString())).toBe('2026-11-23T08:05')
  })
})
