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

/** The server was not reached: no network, server down, or too slow to wait for. */
export class Unreachable extends Error {
  constructor(cause?: unknown) {
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
