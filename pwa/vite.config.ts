import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { VantResolver } from '@vant/auto-import-resolver'
import vue from '@vitejs/plugin-vue'
import Components from 'unplugin-vue-components/vite'
import { VitePWA } from 'vite-plugin-pwa'
import { defineConfig } from 'vitest/config'

import { ownIconFont } from './build/vantIcons.ts'
import { manifest } from './build/manifest.ts'
import { slimContract } from './build/slimContract.ts'

const server = process.env.XUNGE_SERVER ?? 'http://127.0.0.1:8000'

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')) as { version: string }

/** The phone's shell stays small: what only the console needs is kept in chunks of its own and not precached. */
const CONSOLE_ONLY = ['assets/console-*']

function chunkName(chunk: { facadeModuleId?: string | null; moduleIds?: string[] }): string {
  const ids = [chunk.facadeModuleId ?? '', ...(chunk.moduleIds ?? [])]
  const ofConsole = ids.some((id) => /src\/console\/|locales\/console\.|src\/api\/console/.test(id))
  return ofConsole ? 'assets/console-[name]-[hash].js' : 'assets/[name]-[hash].js'
}

export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  define: { __APP_VERSION__: JSON.stringify(version) },
  plugins: [
    ownIconFont(),
    slimContract(),
    vue(),
    Components({ dirs: [], dts: false, resolvers: [VantResolver()] }),
    VitePWA({
      registerType: 'prompt',
      injectRegister: false,
      manifest,
      includeAssets: ['icons/*.png', 'icons/*.svg', 'boot.js'],
      workbox: {
        globPatterns: ['**/*.{js,css,html,svg,png,woff2,wasm}'],
        globIgnores: CONSOLE_ONLY,
        navigateFallbackDenylist: [/^\/db(\/|$)/, /^\/api(\/|$)/],
        cleanupOutdatedCaches: true,
        clientsClaim: true,
      },
    }),
  ],
  build: {
    target: 'chrome100',
    sourcemap: false,
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      output: {
        chunkFileNames: chunkName,
        assetFileNames: (asset) =>
          asset.originalFileNames.some((name) => name.includes('src/console/'))
            ? 'assets/console-[name]-[hash][extname]'
            : 'assets/[name]-[hash][extname]',
        codeSplitting: {
          groups: [{ name: 'leaflet', test: /node_modules[\\/]leaflet/ }],
        },
      },
    },
  },
  server: { proxy: { '/api': server, '/db': server } },
  preview: { proxy: { '/api': server, '/db': server } },
  test: {
    environment: 'happy-dom',
    setupFiles: ['tests/setup.ts'],
    server: { deps: { inline: ['vant'] } },
  },
})
