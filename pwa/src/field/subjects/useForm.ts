/** A form by the contract: its answers kept at each key, what is wrong with each, and the saving of it. */
import { computed, ref } from 'vue'
import { useI18n } from 'vue-i18n'

import { useSubjectWords } from './subjectWords'

import { problemOf, valueOf } from '@/contract/forms'
import type { Values } from '@/contract/localFold'
import { useDraft } from '@/stores/drafts'
import { freshAnswers, shownFields, type Answers, type Form, type Known } from '@/stores/subjects/forms'
import { Invalid } from '@/stores/subjects/saving'

export interface Filled {
  ulid: string
  also: string
  step: number
  answers: Answers
}

export interface FormSource {
  form: Form
  known: Known
  /** the name under which what is typed is kept */
  draft: string
  fresh: () => { ulid: string; also: string }
  /** the id of the document that it writes */
  idOf: (ulid: string) => string
  /** what is asked for at the end only, such as before signing */
  begunWith?: Answers
}

export function useForm({ form, known, draft, fresh, idOf, begunWith }: FormSource) {
  const { t } = useI18n()
  const words = useSubjectWords()
  const begin = (): Filled => ({ ...fresh(), step: 0, answers: { ...freshAnswers(form, known), ...begunWith } })
  const { fields: filled, ready, restored, atRisk, finish } = useDraft<Filled>(draft, begin, ({ ulid }) => idOf(ulid))
  const answers = computed(() => filled.answers as Answers)
  /** fields that were left once, or asked for by the button: those say what is wrong with them */
  const looked = ref(new Set<string>())
  const needed = ref<readonly string[]>([])
  const refusedBySchema = ref<string[]>([])
  const shown = shownFields(form)

  /** with what the form makes up by itself */
  const whole = computed(() => form.fill(answers.value, words.named))

  const problems = computed(() => {
    const across = { ...form.across(answers.value), ...form.against(answers.value, known) }
    const found = form.fields.filter(({ name }) => shown.includes(name)).flatMap((field) => {
      const answer = whole.value[field.name]
      const wrong = problemOf(needed.value.includes(field.name) ? { ...field, required: true } : field, answer)
      const code = wrong?.code ?? across[field.name] ?? (refusedBySchema.value.includes(field.name) ? 'not_fit' : null)
      return code ? [[field.name, words.problem(field, wrong ?? { code })] as const] : []
    })
    return new Map(found)
  })
  const errors = computed(() => new Map([...problems.value].filter(([name]) => looked.value.has(name))))

  /** The values of the form, as the document has them. */
  const values = computed<Values>(() => {
    const found = form.fields.map((field) => {
      const answer = whole.value[field.name]
      return [field.name, problemOf({ ...field, required: false }, answer) ? undefined : valueOf(field, answer)] as const
    })
    return Object.fromEntries(found.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
  })

  /** Shows what is wrong with these fields; the first of them, or null when all are right. */
  function firstWrong(names: readonly string[], also: readonly string[] = []): string | null {
    needed.value = also
    refusedBySchema.value = []
    looked.value = new Set([...looked.value, ...names])
    return names.find((name) => problems.value.has(name)) ?? null
  }

  /** What the schema did not take is said at its field. False: it was something else. */
  function tell(failure: unknown): boolean {
    if (!(failure instanceof Invalid)) return false
    const names = failure.fields.flatMap((path) => path.split('.')).filter((name) => shown.includes(name))
    refusedBySchema.value = names
    looked.value = new Set([...looked.value, ...names])
    return names.length > 0
  }

  const count = computed(() => (errors.value.size ? t('form.wrong', { n: errors.value.size }) : ''))
  return { filled, answers, ready, restored, atRisk, finish, errors, count, values, shown, looked, firstWrong, tell, begin }
}
