/** A phone full of what must never get out: names, telephones, texts and places wherever something is kept. */
import { saveDraft } from '@/db/drafts'
import { amend } from '@/db/manifest'
import { openDevice, openDocuments } from '@/db/open'
import { keepPhoto } from '@/db/photos'
import { saveSetting } from '@/db/settings'
import { rememberUser } from '@/db/users'
import { write } from '@/db/write'

import { aLead } from './lost'
import { aCheckin, LEAD, PATROL } from './phone'

export const SECRETS = ['王小红', 'wangxiaohong', '13812345678', '邻居争吵原文', '长江路88号', '30.4470', '114.8720', 'chibi-lead', 'neighbour-text', '421102001']

/** The lead's phone, with each of them planted. */
export async function planted(): Promise<void> {
  await aLead()
  await rememberUser({ id: 'wangxiaohong', username: '13812345678', name: '王小红', unit: '长江路88号', div: '421102001', division_name: '长江路88号', roles: ['王小红'], team: null, half: 'field', databases: [{ name: 'own_wangxiaohong', read: true, write: true }], last_login: '13812345678' })
  const fields = { ...aCheckin().fields, reason: '邻居争吵原文 13812345678', point: { lat: 30.447, lon: 114.872 }, acc: 5 }
  const { id } = await write(LEAD, aCheckin({ fields }))
  await amend(id, () => ({ state: 'needs_you', reason: '王小红 13812345678', words: { 'zh-CN': '邻居争吵原文', en: 'neighbour-text' } }))
  const refused = await write(LEAD, aCheckin({ fields }))
  await amend(refused.id, () => ({ state: 'needs_you', reason: 'not_while_planned' }))
  await write(LEAD, aCheckin({ fields }))
  for (const _id of ['王小红:1', 'wangxiaohong:13812345678', '13812345678', 'case:王小红', 'staff:wangxiaohong']) {
    await openDocuments(LEAD.user, PATROL).put({ _id, type: '王小红', name: '王小红', phone: '13812345678', summary: '邻居争吵原文', place: '长江路88号' })
  }
  await saveDraft(LEAD.user, '王小红:13812345678', { text: '邻居争吵原文' })
  await saveDraft(LEAD.user, 'new:case', { place: '长江路88号' })
  const picture = { bytes: new Blob(['邻居争吵原文']), sha256: '王小红' }
  await keepPhoto({ id: 'att:王小红', user: LEAD.user, record: '王小红', mime: '13812345678', full: picture, thumb: picture })
  await saveSetting('王小红', '13812345678')
  await saveSetting(`sync:${LEAD.user}`, { good_at: null, tried_at: '2026-11-24T00:00:00Z', ending: 'refused', words: '王小红 邻居争吵原文' })
  const device = await openDevice()
  const odd = (await device.getAll('manifest'))[0]
  if (odd) await device.put('manifest', { ...odd, id: 'ck:odd', type: '王小红', state: '13812345678' as never, database: 'own_wangxiaohong' })
}
