/** The diagnostics file: what a helper needs to find a fault, in codes that are known and numbers. What is not a known code
 * is told as "other": whatever stands where a code should be never gets out. */
import { contract } from '@/contract/contract'
import { clockWord } from '@/db/clock'
import { devicePlatform } from '@/db/device'
import { diagnose, type Counts, type Diagnosis } from '@/db/diagnosis'
import { useLook } from '@/stores/look'
import { useSession } from '@/stores/session'
import { useSync } from '@/stores/sync'

const OTHER = 'other'
const DATABASES = contract.permissions.map(({ prefix }) => prefix.replace(/_$/, ''))
const STATES = ['saved', 'on_way', 'received', 'needs_you', 'waiting', 'thumb_sent', 'sent', 'failed']
const FORMS = ['new', 'do', 'party', 'inspect', 'clue', 'asset', 'checkin', 'find', 'start', 'end', 'handover', 'vehicle', 'note', 'adhoc']
/** What ids begin with that no table of the contract names: reference data and what the server says of records. */
const BEGINNINGS = [
  'division', 'unit', 'staff', 'team', 'vehicle', 'grid', 'key_site', 'checkpoint', 'roster', 'school', 'mailbox', 'param', 'st', 'view', 'att', 'ck', 'pf', 'vl', 'sev',
]

/** The file as text, the same that is shown before it is shared. */
export async function diagnosticsText(now = new Date()): Promise<string> {
  const session = useSession()
  const { user } = session
  const found = user && (await diagnose(user.id, user.databases.map(({ name }) => name)))
  const file = { made_at: now.toISOString(), app: appFacts(), browser: await browserFacts(), clock: clockWord(), session: session.standing, sync: syncFacts(), phone: found && phoneFacts(found) }
  return `${JSON.stringify(file, null, 2)}\n`
}

/** Gives the file to whoever the person chooses. `kept`: there is no sharing here, so it lies among the downloads. */
export async function shareDiagnostics(text: string, now = new Date()): Promise<'shared' | 'cancelled' | 'kept'> {
  const file = new File([text], `xunge-diagnostics-${now.toISOString().slice(0, 16).replace(':', '')}.txt`, { type: 'text/plain' })
  const sharing = navigator as Partial<Pick<Navigator, 'share' | 'canShare'>>
  if (sharing.share && sharing.canShare?.({ files: [file] })) {
    try {
      await navigator.share({ files: [file], title: file.name })
      return 'shared'
    } catch (failure) {
      if ((failure as DOMException).name === 'AbortError') return 'cancelled'
    }
  }
  download(file)
  return 'kept'
}

function download(file: File): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = file.name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}

function appFacts() {
  const build = document.querySelector<HTMLScriptElement>('script[type="module"][src]')?.src.split('/').pop() ?? null
  const { locale, theme } = useLook()
  return { version: __APP_VERSION__, contract: contract.version, build, locale, theme, worker: navigator.serviceWorker?.controller ? 'running' : 'none' }
}

async function browserFacts() {
  const permissions = ['geolocation', 'camera', 'persistent-storage', 'nfc', 'screen-wake-lock']
  const standing = await Promise.all(permissions.map(permission))
  return {
    engine: devicePlatform(),
    android: /Android (\d+)/.exec(navigator.userAgent)?.[1] ?? null,
    screen: [window.innerWidth, window.innerHeight, window.devicePixelRatio],
    cores: navigator.hardwareConcurrency,
    online: navigator.onLine,
    has: Object.fromEntries(['BarcodeDetector', 'NDEFReader', 'BroadcastChannel', 'DecompressionStream'].map((name) => [name, name in window])),
    permissions: Object.fromEntries(permissions.map((name, at) => [name, standing[at]])),
  }
}

async function permission(name: string): Promise<string> {
  try {
    return (await navigator.permissions.query({ name: name as PermissionName })).state
  } catch {
    return 'unknown'
  }
}

function syncFacts() {
  const { last, running, wifiOnly } = useSync()
  return { running, wifi_only: wifiOnly, ending: last?.ending ?? null, good_at: last?.good_at ?? null, tried_at: last?.tried_at ?? null }
}

function phoneFacts({ written, reasons, photos, drafts, databases, ...plain }: Diagnosis) {
  return {
    ...plain,
    written: { ...written, by: told(written.by, (name) => name.split(' ').map((part, at) => (at === 0 ? known(STATES, part) : known(Object.keys(contract.schemas), part))).join(' ')) },
    returned_because: told(Object.fromEntries([...new Set(reasons)].map((one) => [one, reasons.filter((other) => other === one).length])), (one) => (isReason(one) ? one : OTHER)),
    photos: told(photos, (name) => known(STATES, name)),
    drafts: told(drafts, (name) => known(FORMS, name)),
    databases: Object.fromEntries(Object.entries(databases).map(([name, counts]) => [known(DATABASES, name), counts && told(counts, (id) => known(beginnings(), id))])),
  }
}

function beginnings(): string[] {
  const kinds = Object.entries(contract.records)
  return [...BEGINNINGS, ...kinds.map(([family]) => family), ...kinds.map(([, kind]) => kind.event[1])]
}

function isReason(code: string): boolean {
  return code in contract.words || Object.values(contract.record_words).some((words) => code in words)
}

function known(names: readonly string[], name: string): string {
  return names.includes(name) ? name : OTHER
}

/** The counts under names that are known. */
function told(counts: Counts, nameOf: (name: string) => string): Counts {
  return Object.entries(counts).reduce<Counts>((all, [name, n]) => ({ ...all, [nameOf(name)]: (all[nameOf(name)] ?? 0) + n }), {})
}
