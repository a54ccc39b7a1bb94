/** Locks what a person has open once nobody has touched the phone for a while: it was put down, or handed on. */
const TOUCHES = ['pointerdown', 'keydown', 'input', 'scroll'] as const
const LOOK_MS = 5_000

/** Calls `lock` after so many minutes without a touch, also of a page that was hidden meanwhile. Returns the way to stop. */
export function lockWhenLeft(minutes: () => number, lock: () => void): () => void {
  let touched = Date.now()
  const isOver = () => Math.abs(Date.now() - touched) > minutes() * 60_000 // a clock that was set back counts too
  const look = () => void (isOver() && end())
  const touch = () => (isOver() ? end() : (touched = Date.now()))
  function end(): void {
    stop()
    lock()
  }
  const timer = setInterval(look, LOOK_MS)
  TOUCHES.forEach((name) => window.addEventListener(name, touch, { capture: true, passive: true }))
  document.addEventListener('visibilitychange', look)
  function stop(): void {
    clearInterval(timer)
    TOUCHES.forEach((name) => window.removeEventListener(name, touch, { capture: true }))
    document.removeEventListener('visibilitychange', look)
  }
  return stop
}
