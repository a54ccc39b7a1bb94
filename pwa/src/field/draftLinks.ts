/** Where a form that was left half-filled goes on, and what it is called. */
import { useI18n } from 'vue-i18n'

import { useSubjectWords } from './subjects/subjectWords'

export interface DraftLink {
  to: string
  title: string
}

export function useDraftLinks(): (form: string) => DraftLink {
  const { t } = useI18n()
  const words = useSubjectWords()
  const cut = (text: string): [string, string] => {
    const at = text.indexOf(':')
    return [text.slice(0, at), text.slice(at + 1)]
  }

  return (form) => {
    const [kind, rest] = cut(form)
    if (kind === 'new') return { to: `/new/${rest.replace('_', '/')}`, title: t(`jobs.${rest}`) }
    if (form === 'start:new') return { to: '/patrol/new', title: t('start.adhoc_title') }
    if (form === 'asset') return { to: '/fault', title: t('jobs.asset') }
    if (form === 'clue') return { to: '/clue', title: t('jobs.clue') }
    if (kind === 'party') return { to: `/r/${encodeURIComponent(rest)}/party`, title: t('subject.party_add') }
    if (kind === 'inspect') return { to: `/schools/${rest.replace(':', '/')}`, title: t('schools.inspect') }
    if (kind !== 'do') return { to: `/shift/${encodeURIComponent(rest)}/${kind}`, title: t(`job.${kind}`) }
    const [action, id] = cut(rest)
    const [prefix, key] = cut(id)
    const subject = PAPERS[prefix] ? `${PAPERS[prefix]}:${cut(key)[0]}` : id
    const paper = subject === id ? '' : `?paper=${encodeURIComponent(id)}`
    return { to: `/r/${encodeURIComponent(subject)}/do/${action}${paper}`, title: words.action(subject, action) }
  }
}

/** What the ids of papers begin with, and of which kind of record they are. */
const PAPERS: Record<string, string> = { ses: 'case', agr: 'case' }
