import { request, requestOpen } from './client'
import { adopt, expectUser, forget, freshToken, onRenewed, renew, type SessionReply } from './token'

export { expectUser, freshToken, onRenewed, renew }
export type { DatabaseGrant, SessionReply, SessionUser } from './token'

export interface Credentials {
  username: string
  password: string
  device: { id?: string; name: string; platform: string }
}

/** Throws ApiProblem (`bad_credentials`, `too_many_attempts`, `device_revoked`) or Unreachable. */
export async function openSession(credentials: Credentials): Promise<SessionReply> {
  const reply = await requestOpen<SessionReply>('POST', '/api/session', { body: credentials })
  adopt(reply)
  return reply
}

/** Ends the session on the server and in all tabs. */
export async function closeSession(): Promise<void> {
  await request('DELETE', '/api/session')
  forget()
}

/** True when the server itself answers, whatever navigator.onLine says. */
export async function serverAnswers(): Promise<boolean> {
  try {
    await requestOpen('GET', '/api/health', { timeout: 6_000 })
    return true
  } catch {
    return false
  }
}

