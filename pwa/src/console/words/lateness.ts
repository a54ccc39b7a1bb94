/** How late a record reached the centre, in words a clerk uses rather than in minutes. */

/** A record that arrives within this many minutes counts as prompt: a phone renews itself at that pace. */
export const PROMPT_MINUTES = 10

export type Lateness =
  | { level: 'none' }
  | { level: 'prompt' }
  | { level: 'late'; unit: 'minutes' | 'hours' | 'days'; count: number }

/** The lateness of a record that arrived `minutes` after it was made; `none` when nothing has arrived. */
export function latenessOf(minutes: number | null | undefined): Lateness {
  if (minutes === null || minutes === undefined) return { level: 'none' }
  if (minutes < PROMPT_MINUTES) return { level: 'prompt' }
  if (minutes < 60) return { level: 'late', unit: 'minutes', count: Math.round(minutes) }
  if (minutes < 48 * 60) return { level: 'late', unit: 'hours', count: Math.floor(minutes / 60) }
  return { level: 'late', unit: 'days', count: Math.floor(minutes / (24 * 60)) }
}

type Translate = (key: string, named: Record<string, unknown>, plural: number) => string

/** The words for a lateness; `t` is vue-i18n's, so that English finds its plural. */
export function latenessWords(minutes: number | null | undefined, t: Translate): string {
  const lateness = latenessOf(minutes)
  if (lateness.level !== 'late') return t(`console.late.${lateness.level}`, {}, 1)
  return t(`console.late.${lateness.unit}`, { n: lateness.count }, lateness.count)
}
