/** Pages ask the shell to show the keys. */
import { type InjectionKey, inject, provide } from 'vue'

const HELP: InjectionKey<() => void> = Symbol('help')

export function provideHelp(open: () => void): void {
  provide(HELP, open)
}

export function useHelp(): () => void {
  return inject(HELP, () => undefined)
}
