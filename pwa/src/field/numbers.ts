/** What somebody typed as a number: null for nothing, undefined for what is no number or out of bounds. */
export function readNumber(text: string, most: number): number | null | undefined {
  const typed = text.trim().replace(/[,,]/g, '').replace(/。/g, '.')
  if (typed === '') return null
  const value = Number(typed)
  return Number.isFinite(value) && value >= 0 && value <= most ? value : undefined
}
