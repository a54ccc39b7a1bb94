import { describe, expect, it } from 'vitest'
import { createI18n } from 'vue-i18n'
import zh from '@/locales/console.zh-CN'
import { anEntry } from '../builders'
import { headingOf, particularsOf } from './timelineWords'

const { t } = createI18n({ legacy: false, locale: 'zh-CN', messages: { 'zh-CN': zh } }).global
const names = {
  checkpoint: (code: string) => ({ c1: '一小东门' })[code] ?? code,
  person: (id: string) => ({ p1: '王建国', p2: '李海燕' })[id] ?? id,
  findKind: (code: string) => ({ hazard: '安全隐患' })[code] ?? code,
  method: (code: string) => ({ qr: '扫码' })[code] ?? code,
  action: (code: string) => ({ start: '开始巡逻' })[code] ?? code,
  weather: (code: string) => ({ rain: '雨' })[code] ?? code,
}

describe('a line of the timeline', () => {
  it('says who started with what', () => {
    const entry = anEntry({ payload: { on_duty: ['p1', 'p2'], km_start: 1203, weather: 'rain', vehicle: 'v1' } })
    expect(headingOf(entry, names, t)).toBe('开始巡逻')
    expect(particularsOf(entry, names, t)).toEqual(['到岗：王建国、李海燕', '里程表 1203 公里', '雨'])
  })

  it('says where and how a check-in was made, and why by hand', () => {
    const entry = anEntry({ kind: 'ckin', action: null, payload: { checkpoint: 'c1', method: 'qr', reason: '牌子掉了' } })
    expect(headingOf(entry, names, t)).toBe('打卡 一小东门 · 扫码')
    expect(particularsOf(entry, names, t)).toEqual(['牌子掉了'])
    expect(headingOf(anEntry({ kind: 'ckin', payload: { checkpoint: null, method: 'gps' } }), names, t)).toBe('打卡 不在巡逻点 · gps')
  })

  it('tells each missed point with its reason', () => {
    const entry = anEntry({ action: 'submit', payload: { missed: [{ checkpoint: 'c1', reason: '道路积水' }, { checkpoint: 'c9', reason: null }] } })
    expect(particularsOf(entry, names, t)).toEqual(['漏巡 一小东门：道路积水', '漏巡 c9：—'])
  })

  it('keeps calm about payloads that a newer phone shaped otherwise', () => {
    const entry = anEntry({ payload: { on_duty: 'p1', missed: [7, null], km: '12' }, note: '已电话核实' })
    expect(particularsOf(entry, names, t)).toEqual(['已电话核实'])
  })

  it('describes a find by kind and place', () => {
    const entry = anEntry({ kind: 'find', action: null, payload: { kind: 'hazard', place: '临江码头', text: '灯不亮' } })
    expect(headingOf(entry, names, t)).toBe('发现 安全隐患 · 临江码头')
    expect(particularsOf(entry, names, t)).toEqual(['灯不亮'])
  })
})
