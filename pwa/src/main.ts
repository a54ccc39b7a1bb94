import { createPinia } from 'pinia'
import { createApp } from 'vue'

import App from './App.vue'
import { i18n, setLocale, storedLocale, useWords } from './locales'
import { makeRouter } from './router'
import { useLook } from './stores/look'
import { useSession } from './stores/session'
import './theme.css'

const app = createApp(App)
app.use(createPinia())
app.use(i18n)
await useWords('common')
await setLocale(storedLocale())
useLook().paint()
await useSession().start()
app.use(makeRouter())
app.mount('#app')
