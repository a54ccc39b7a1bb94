import type { ManifestOptions } from 'vite-plugin-pwa'

/** What the phone shows of the installed app. The colours are those of src/theme.css, light. */
export const manifest: Partial<ManifestOptions> = {
  id: '/',
  name: '巡格 · 综治巡逻',
  short_name: '巡格',
  description: '综治中心外勤记录:断网可用,联网即达。',
  lang: 'zh-CN',
  start_url: '/',
  scope: '/',
  display: 'standalone',
  orientation: 'portrait',
  background_color: '#f4f6fa',
  theme_color: '#17427e',
  icons: [
    { src: '/icons/icon-192.png', sizes: '192x192', type: 'image/png' },
    { src: '/icons/icon-512.png', sizes: '512x512', type: 'image/png' },
    { src: '/icons/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    { src: '/icons/icon.svg', sizes: 'any', type: 'image/svg+xml' },
  ],
}
