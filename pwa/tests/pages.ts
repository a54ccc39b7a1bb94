/** Helpers for tests of the phone's pages: a page as somebody sees it, and what stands on it. */
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { createMemoryHistory, createRouter } from 'vue-router'

import { fieldRoutes } from '@/field/routes'
import { i18n } from '@/locales'

/** What reads and writes the phone's databases has come to its end. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 4; turn += 1) {
    await flushPromises()
    await new Promise((resolve) => setTimeout(resolve, 40))
  }
}

/** The page, among the phone's other pages. */
export async function shown(page: object, props: Record<string, unknown> = {}, address = '/me'): Promise<VueWrapper> {
  const router = createRouter({ history: createMemoryHistory(), routes: fieldRoutes })
  await router.push(address)
  const wrapper = mount(page as never, { props: props as never, global: { plugins: [i18n, router] } })
  await settled()
  return wrapper
}

export const part = (page: VueWrapper, name: string) => page.find(`[data-testid="${name}"]`)
export const fieldText = (page: VueWrapper, name: string) => page.find(`[data-field="${name}"]`).text()
