/** Whether this page is for training. Decided once, when the page is loaded: from then on every database it opens is the
 * training's own, and nothing it does reaches the server. */

export interface Training {
  /** who practises: nobody real */
  user: string
  /** seals what is practised, base64; it is kept with this tab and goes with it */
  secret: string
  /** what the training begins with; taken away once it is in its databases */
  seed: string | null
}

const KEY = 'xunge.training'
/** Stays when the tab that trains is killed, so that the next page clears up after it. */
const LEFT = 'xunge.training-left'

export const training: Training | null = read()
/** What the names of the training's databases and channels begin with. */
export const REALM = training ? 'training-' : ''
export const TRAINING_REALM = 'training-'

function read(): Training | null {
  try {
    const kept = sessionStorage.getItem(KEY)
    return kept === null ? null : (JSON.parse(kept) as Training)
  } catch {
    return null
  }
}

/** The next load of this tab is for training. Throws when the seed is too large for the tab's memory. */
export function turnToTraining(begin: Training): void {
  sessionStorage.setItem(KEY, JSON.stringify(begin))
  localStorage.setItem(LEFT, 'yes')
}

/** The seed has been sown. */
export function forgetSeed(begun: Training): void {
  sessionStorage.setItem(KEY, JSON.stringify({ ...begun, seed: null }))
}

/** The next load of this tab is for work again. */
export function turnToWork(): void {
  sessionStorage.removeItem(KEY)
}

/** Something of a training may still lie on this phone. */
export function trainingLeft(): boolean {
  return training === null && localStorage.getItem(LEFT) !== null
}

export function noteCleared(): void {
  localStorage.removeItem(LEFT)
}
