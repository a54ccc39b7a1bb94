import { describe, expect, it } from 'vitest'
import { effectScope, nextTick, ref } from 'vue'
import { type Resource, useResource } from './resource'

class Loader {
  calls: { key: string; signal: AbortSignal; answer: (value: string) => void; fail: (error: Error) => void }[] = []

  load(key: string, signal: AbortSignal): Promise<string> {
    return new Promise((answer, fail) => this.calls.push({ key, signal, answer, fail }))
  }

  async answers(value: string) {
    this.calls.at(-1)?.answer(value)
    await settled()
  }

  async fails(message: string) {
    this.calls.at(-1)?.fail(new Error(message))
    await settled()
  }
}

async function settled() {
  await Promise.resolve()
  await nextTick()
}

function shown(first: string) {
  const key = ref(first)
  const loader = new Loader()
  const scope = effectScope()
  const resource = scope.run(() => useResource(() => key.value, (signal) => loader.load(key.value, signal))) as Resource<string>
  return { key, loader, scope, resource }
}

describe('a resource', () => {
  it('loads for its key and says when that was', async () => {
    const { loader, resource } = shown('a')
    expect(resource.loading.value).toBe(true)
    await loader.answers('A')
    expect(resource.data.value).toBe('A')
    expect(resource.loading.value).toBe(false)
    expect(resource.updatedAt.value).toBeInstanceOf(Date)
  })

  it('never shows one key’s answer under another', async () => {
    const { key, loader, resource } = shown('a')
    key.value = 'b'
    await nextTick()
    expect(loader.calls[0]?.signal.aborted).toBe(true)
    loader.calls[0]?.answer('A')
    await settled()
    expect(resource.data.value).toBeNull()
    await loader.answers('B')
    expect(resource.data.value).toBe('B')
  })

  it('keeps what is shown when a renewal fails, and forgets the failure with the next success', async () => {
    const { loader, resource } = shown('a')
    await loader.answers('A')
    resource.refresh()
    await loader.fails('server away')
    expect(resource.data.value).toBe('A')
    expect(resource.failure.value).toBeInstanceOf(Error)
    resource.refresh()
    await loader.answers('A2')
    expect(resource.data.value).toBe('A2')
    expect(resource.failure.value).toBeNull()
  })

  it('makes one more request of many wishes during one', async () => {
    const { loader, resource } = shown('a')
    resource.refresh()
    resource.refresh()
    resource.refresh()
    expect(loader.calls).toHaveLength(1)
    await loader.answers('A')
    expect(loader.calls).toHaveLength(2)
    await loader.answers('A2')
    expect(loader.calls).toHaveLength(2)
    expect(resource.data.value).toBe('A2')
  })

  it('asks nothing for an empty key, and abandons its request when its page goes', async () => {
    const { key, loader, resource, scope } = shown('')
    resource.refresh()
    expect(loader.calls).toHaveLength(0)
    key.value = 'a'
    await nextTick()
    scope.stop()
    expect(loader.calls[0]?.signal.aborted).toBe(true)
  })
})
