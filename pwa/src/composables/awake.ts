/** Keeps the screen on while it is wanted and the page is in front; the system takes the lock back with every hiding. */
interface WakeLock {
  release: () => Promise<void>
}

export class Awake {
  private lock: WakeLock | null = null
  private wanted = false

  /** False where the browser cannot, or the battery is too low. */
  async keep(): Promise<boolean> {
    this.wanted = true
    try {
      const { wakeLock } = navigator as { wakeLock?: { request: (type: 'screen') => Promise<WakeLock> } }
      if (!wakeLock) return false
      const lock = await wakeLock.request('screen')
      if (this.wanted) this.lock = lock
      else await lock.release()
      return true
    } catch {
      return false
    }
  }

  rest(): void {
    this.wanted = false
    void this.lock?.release().catch(() => undefined)
    this.lock = null
  }
}
