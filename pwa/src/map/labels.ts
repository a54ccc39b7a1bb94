/** Names on a map that do not run over each other: the more important one stays, the other waits for a closer look. */

export interface Label {
  id: string
  /** pixels from the left and the top of the map */
  x: number
  y: number
  /** pixels */
  width: number
  height: number
}

/** The ids of the labels that have room, tried in the given order. */
export function roomFor(labels: readonly Label[]): Set<string> {
  const placed: Label[] = []
  for (const label of labels) {
    if (!placed.some((other) => overlap(label, other))) placed.push(label)
  }
  return new Set(placed.map((label) => label.id))
}

function overlap(a: Label, b: Label): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}

/** The width of a name in pixels at a font size: a Chinese character is square, a Latin one about half as wide. */
export function widthOf(name: string, fontSize: number): number {
  return [...name].reduce((width, letter) => width + fontSize * (letter.charCodeAt(0) > 0xff ? 1 : 0.56), 0)
}
