/** Parts of the phone that few visits need: fetched with their words when they are shown. */
import { defineAsyncComponent, type Component } from 'vue'

import { useWords } from '@/locales'

type Module = { default: Component }

/** For routes. */
export function withWords(load: () => Promise<Module>): () => Promise<Module> {
  return async () => (await Promise.all([load(), useWords('device')]))[0]
}

/** For a part of a page. */
export function lazily(load: () => Promise<Module>): Component {
  return defineAsyncComponent(async () => (await withWords(load)()).default)
}
