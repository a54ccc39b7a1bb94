/** What went wrong, told as a person needs it: is the server away, or did it refuse, and why. */
import { ApiProblem, Unreachable } from '@/api/client'

export interface Failure {
  /** `away`: no answer came; `refused`: the server said no; `broken`: something nobody foresaw */
  kind: 'away' | 'refused' | 'broken'
  /** the server's own words, in the language in use; null when there are none */
  words: string | null
  /** the fields that it found fault with, one line each */
  fields: string[]
}

export function describeFailure(error: unknown): Failure {
  if (error instanceof Unreachable) return { kind: 'away', words: null, fields: [] }
  if (!(error instanceof ApiProblem)) return { kind: 'broken', words: null, fields: [] }
  return { kind: 'refused', words: error.detail || error.title || null, fields: linesOf(error.errors) }
}

/** Whether the server says that this person has no right to something. */
export function isForbidden(error: unknown): boolean {
  return error instanceof ApiProblem && error.status === 403
}

/** What a validation said, one line for each field; nested fields are joined with a dot. */
export function linesOf(errors: unknown, path: string[] = []): string[] {
  if (typeof errors === 'string') return [path.length > 0 ? `${path.join('.')}: ${errors}` : errors]
  if (Array.isArray(errors)) return errors.flatMap((error) => linesOf(error, path))
  if (typeof errors !== 'object' || errors === null) return []
  return Object.entries(errors).flatMap(([key, value]) => linesOf(value, [...path, key]))
}
