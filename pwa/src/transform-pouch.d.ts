declare module 'transform-pouch' {
  type Change = (document: Record<string, unknown>) => Promise<Record<string, unknown>>
  export function transform(this: PouchDB.Database<Record<string, unknown>>, how: { incoming: Change; outgoing: Change }): void
}
