/** A refusal of the server, as problem+json: its words are written for the person who reads them. */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
    readonly detail: string,
    readonly errors: Readonly<Record<string, unknown>> = {},
  ) {
    super(detail || title)
    this.name = 'ApiProblem'
  }
}

/** The server was not reached: no network, server down, or too slow to wait for. `status` when something answered in
 * its place or it answered that it is unwell; null when there was no answer to trust. */
export class Unreachable extends Error {
  constructor(
    cause?: unknown,
    readonly status: number | null = null,
  ) {
    super('the server was not reached', { cause })
    this.name = 'Unreachable'
  }
}

interface ProblemBody {
  title?: string
  code?: string
  detail?: string
  errors?: Record<string, unknown>
}

/** Reads the problem of a reply that is not ok; a body that is no problem+json gives the code `http_{status}`. */
export async function problemOf(reply: Response): Promise<ApiProblem> {
  const body = await readBody(reply)
  return new ApiProblem(
    reply.status,
    body.code ?? `http_${reply.status}`,
    body.title ?? reply.statusText,
    body.detail ?? '',
    body.errors,
  )
}

async function readBody(reply: Response): Promise<ProblemBody> {
  try {
    return (await reply.json()) as ProblemBody
  } catch {
    return {}
  }
}

/** A web page where JSON was asked for: the sign-in page of a public Wi-Fi or a proxy's own words, not our server's.
 * Refusals that a proxy may speak for the server, such as 413, stay what they are. */
export function isForeignPage(reply: Response): boolean {
  const isPage = reply.headers.get('Content-Type')?.startsWith('text/html') ?? false
  return isPage && reply.status < 500 && ![413, 429].includes(reply.status)
}

/** The JSON of an answer. Throws ApiProblem for a refusal, Unreachable when this is no answer of our server. */
export async function readJson<T>(reply: Response): Promise<T> {
  if (!reply.ok) throw await problemOf(reply)
  if (reply.status === 204) return undefined as T
  try {
    return (await reply.json()) as T
  } catch (cause) {
    throw new Unreachable(cause)
  }
}
