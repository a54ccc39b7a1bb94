/** Reads NFC tags where the browser can (Chromium on Android): only after a press, and only while the page asks. */
import { onBeforeUnmount, ref, type Ref } from 'vue'

interface NdefRecord {
  recordType: string
  encoding?: string
  data?: DataView
}
interface NdefReader extends EventTarget {
  scan: (options: { signal: AbortSignal }) => Promise<void>
}
type NdefReaderClass = new () => NdefReader

/** What became of a tag: taken, no checkpoint's here, or not the registered token. */
export type TagVerdict = 'good' | 'unknown' | 'foreign'
export type TagTrouble = 'denied' | 'off' | 'unreadable' | 'empty' | Exclude<TagVerdict, 'good'>

export interface Tags {
  reading: Ref<boolean>
  trouble: Ref<TagTrouble | null>
  start: () => Promise<void>
  stop: () => void
}

const TEXTS = ['text', 'url', 'absolute-url']
const STICKER = /xunge:cp:/i

export function readsTags(): boolean {
  return readerClass() !== undefined
}

/** `check` hears the text of each tag and says what it is. */
export function useTags(check: (text: string) => Promise<TagVerdict>): Tags {
  const reading = ref(false)
  const trouble = ref<TagTrouble | null>(null)
  let ending: AbortController | null = null

  async function start(): Promise<void> {
    const Reader = readerClass()
    if (!Reader || reading.value) return
    trouble.value = null
    ending = new AbortController()
    const reader = new Reader()
    reader.addEventListener('reading', (event) => void take((event as Event & { message: { records: NdefRecord[] } }).message.records))
    reader.addEventListener('readingerror', () => (trouble.value = 'unreadable'))
    try {
      await reader.scan({ signal: ending.signal })
      reading.value = true
    } catch (failure) {
      trouble.value = (failure as DOMException).name === 'NotAllowedError' ? 'denied' : 'off'
    }
  }

  async function take(records: readonly NdefRecord[]): Promise<void> {
    if (!reading.value) return
    const text = textOf(records)
    const verdict = text === null ? 'empty' : await check(text)
    trouble.value = verdict === 'good' ? null : verdict
    if (verdict === 'good') stop()
  }

  function stop(): void {
    ending?.abort()
    ending = null
    reading.value = false
  }

  onBeforeUnmount(stop)
  return { reading, trouble, start, stop }
}

/** The sticker's text among the records, else the first text; null without any. */
function textOf(records: readonly NdefRecord[]): string | null {
  const texts = records.filter(({ recordType, data }) => TEXTS.includes(recordType) && data).map(({ encoding, data }) => new TextDecoder(encoding ?? 'utf-8').decode(data))
  return texts.find((text) => STICKER.test(text)) ?? texts.find((text) => text.trim() !== '') ?? null
}

function readerClass(): NdefReaderClass | undefined {
  return (globalThis as { NDEFReader?: NdefReaderClass }).NDEFReader
}
