import type { Plugin } from 'vite'

const FOREIGN_FONT = /,\s*url\((['"]?)(?:https?:)?\/\/at\.alicdn\.com[^)]*\)\s*format\([^)]*\)/g

/** Vant's icon CSS names a foreign host as a fallback for its font: the app talks to its own origin only. */
export function ownIconFont(): Plugin {
  return {
    name: 'own-icon-font',
    enforce: 'pre',
    transform(code, id) {
      if (!id.includes('vant') || !/icon\/index\.css/.test(id)) return null
      return { code: code.replace(FOREIGN_FONT, ''), map: null }
    },
  }
}
