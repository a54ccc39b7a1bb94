/** What the printed papers of a case say, from the record as this phone holds it. Pure. */
import type { LocalDocument } from '@/contract/localFold'
import type { SubjectFile } from '@/stores/subjects'

export type PaperName = 'acceptance' | 'mediation' | 'inquiry' | 'agreement' | 'oral' | 'visit' | 'index'

export interface Paper {
  key: string
  name: PaperName
  /** the document that it is a print of; null for those of the case itself */
  document: Record<string, unknown> | null
}

/** The papers that can be printed now, in the order of the file. */
export function papersOf(file: SubjectFile): Paper[] {
  const written = file.told.map(({ document }) => document as LocalDocument & Record<string, unknown>)
  const of = (type: string) => written.filter((document) => document.type === type)
  const paper = (document: Record<string, unknown>, name: PaperName): Paper => ({ key: String(document._id), name, document })
  return [
    { key: 'acceptance', name: 'acceptance', document: null },
    ...of('session').map((one) => paper(one, one.kind === 'inquiry' ? 'inquiry' : 'mediation')),
    ...of('agreement').map((one) => paper(one, one.form === 'oral' ? 'oral' : 'agreement')),
    ...of('follow_up').map((one) => paper(one, 'visit')),
    { key: 'index', name: 'index', document: null },
  ]
}
