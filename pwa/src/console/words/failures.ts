/** What went wrong, told as a person needs it: is the server away, or did it refuse, and why. */
import { ApiProblem, Unreachable } from '@/api/client'

export interface Failure {
  kind: 'away' | 'refused' | 'broken'
  /** the server's own words, in the language in use; null when there are none */
  title: string | null
  detail: string | null
}

export function describeFailure(error: unknown): Failure {
  if (error instanceof Unreachable) return { kind: 'away', title: null, detail: null }
  if (error instanceof ApiProblem) {
    return { kind: 'refused', title: error.title || null, detail: error.detail === error.title ? null : error.detail || null }
  }
  return { kind: 'broken', title: null, detail: null }
}
