/** Opens what people keep on this device: with PIN, password or the server's key, and brings old plain data under it. */
import { unlockWith } from '@/db/keys'
import {
  endLease,
  makeLock,
  openBy,
  openByLoan,
  readLock,
  Refused,
  renewLease,
  wrapBy,
  wrapByLoan,
  type Loan,
} from '@/db/lock'
import { readDevice } from '@/db/device'
import type { KnownUser } from '@/db/records'
import { secure, type Progress } from '@/db/secure'
import { matches, rememberUser } from '@/db/users'
import { heldBy } from '@/replication/handover'

type Secret = Uint8Array<ArrayBuffer>

export class Vault {
  /** Secrets that something has still to be wrapped with: no PIN is chosen, or the server has lent no key yet. */
  private readonly spare = new Map<string, Secret>()
  /** What the server confirmed while only the PIN could open: wrapped as soon as that is given. */
  private owed: { user: string; password: string; loan: Loan | null } | null = null

  async hasPin(user: string): Promise<boolean> {
    return Boolean((await readLock(user))?.pin)
  }

  /** A new lock for somebody who has none; false when there is one. */
  async begin(user: string): Promise<boolean> {
    if (await readLock(user)) return false
    await this.open(user, await makeLock(user))
    return true
  }

  /** After the server took the password. False when only the PIN can open. */
  async openAtLogin(user: string, password: string, loan: Loan | null): Promise<boolean> {
    if (loan) await renewLease(user, loan)
    const secret = await this.secretAtLogin(user, password, loan)
    if (!secret) {
      this.owed = { user, password, loan }
      return false
    }
    await this.keep(user, secret, password, loan)
    return true
  }

  /** Why the password does not open without a network; null when it did. */
  async openByPassword({ id, verifier }: KnownUser, password: string): Promise<Exclude<Refused['why'], 'none'> | 'pin' | null> {
    if (!(await readLock(id))) {
      if (!verifier || !(await matches(password, verifier))) return 'wrong'
      await this.keep(id, await makeLock(id), password, null)
      return null
    }
    try {
      const secret = await openBy(id, 'password', password)
      await this.open(id, secret)
      this.spare.set(id, secret) // the PIN may have been forgotten: until they enter
      return null
    } catch (failure) {
      if (!(failure instanceof Refused)) throw failure
      return failure.why === 'none' ? 'pin' : failure.why
    }
  }

  /** Throws Refused. */
  async openByPin(user: string, pin: string): Promise<void> {
    const secret = await openBy(user, 'pin', pin)
    if (this.owed?.user === user) await this.keep(user, secret, this.owed.password, this.owed.loan)
    else await this.open(user, secret)
    this.owed = null
  }

  async setPin(user: string, pin: string): Promise<void> {
    const secret = this.spare.get(user)
    if (!secret) throw new Error('nothing is open that a PIN could be set for')
    await wrapBy(user, 'pin', pin, secret)
    await this.open(user, secret)
  }

  async changePin(user: string, before: string, pin: string): Promise<void> {
    await wrapBy(user, 'pin', pin, await openBy(user, 'pin', before))
  }

  /** The session goes on: so does the lease. */
  async renew(user: string, loan: Loan | null): Promise<void> {
    if (!loan) return
    const secret = this.spare.get(user)
    if (!secret) return renewLease(user, loan)
    await wrapByLoan(user, loan, secret)
    await this.open(user, secret)
  }

  /** Brings under the lock what is plain still. */
  async secure(who: KnownUser, tell: (progress: Progress) => void): Promise<void> {
    await secure(who.id, [...who.databases.map(({ name }) => name), ...(await heldBy(who.id))], tell)
    const lock = await readLock(who.id)
    if (lock?.pin && lock.server) this.spare.delete(who.id)
    if (who.verifier) await rememberUser({ ...who, verifier: undefined })
  }

  /** The server has shut the device out. */
  async shut(user: string): Promise<void> {
    await endLease(user)
    this.spare.delete(user)
  }

  private async secretAtLogin(user: string, password: string, loan: Loan | null): Promise<Secret | null> {
    if (!(await readLock(user))) return makeLock(user)
    const lent = loan && (await openByLoan(user, loan))
    return lent ?? openBy(user, 'password', password).catch(() => null)
  }

  private async keep(user: string, secret: Secret, password: string, loan: Loan | null): Promise<void> {
    await wrapBy(user, 'password', password, secret)
    if (loan) await wrapByLoan(user, loan, secret)
    await this.open(user, secret)
    this.spare.set(user, secret) // the PIN may have been forgotten: until they enter
  }

  /** The secret itself stays in memory only as long as something is to be wrapped with it. */
  private async open(user: string, secret: Secret): Promise<void> {
    await unlockWith(user, secret)
    const lock = await readLock(user)
    const whole = lock?.pin && lock.server && lock.server.device === (await readDevice(user))?.id
    if (whole) this.spare.delete(user)
    else this.spare.set(user, secret)
  }
}
