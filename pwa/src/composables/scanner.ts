/** Reads QR codes from the camera: the browser's own detector where there is one, else ZXing, which lies in the
 * precache because many phones have no detector and patrols have no network. */
import { onBeforeUnmount, ref, shallowRef, type Ref } from 'vue'
import wasmAddress from 'zxing-wasm/reader/zxing_reader.wasm?url'

interface Detector {
  detect: (source: HTMLVideoElement) => Promise<{ rawValue: string }[]>
}
type DetectorClass = (new (options: { formats: string[] }) => Detector) & { getSupportedFormats: () => Promise<string[]> }

export type CameraTrouble = 'denied' | 'missing'

const LOOK_EVERY_MS = 180

export interface Scanner {
  trouble: Ref<CameraTrouble | null>
  /** null where the camera has no lamp */
  torch: Ref<boolean | null>
  start: (video: HTMLVideoElement) => Promise<void>
  stop: () => void
  switchTorch: () => Promise<void>
}

export function useScanner(found: (text: string) => void): Scanner {
  const trouble = ref<CameraTrouble | null>(null)
  const torch = ref<boolean | null>(null)
  const stream = shallowRef<MediaStream | null>(null)
  let timer = 0

  async function start(video: HTMLVideoElement): Promise<void> {
    try {
      stream.value = await openCamera()
    } catch (failure) {
      trouble.value = (failure as DOMException).name === 'NotAllowedError' ? 'denied' : 'missing'
      return
    }
    torch.value = hasTorch(stream.value) ? false : null
    video.srcObject = stream.value
    await video.play().catch(() => undefined)
    const detector = await makeDetector()
    const look = async () => {
      if (!stream.value) return
      await detector.detect(video).then((codes) => codes[0] && found(codes[0].rawValue), () => undefined)
      timer = window.setTimeout(() => void look(), LOOK_EVERY_MS)
    }
    void look()
  }

  function stop(): void {
    window.clearTimeout(timer)
    stream.value?.getTracks().forEach((track) => track.stop())
    stream.value = null
  }

  async function switchTorch(): Promise<void> {
    const track = stream.value?.getVideoTracks()[0]
    if (!track || torch.value === null) return
    const wanted = !torch.value
    await track.applyConstraints({ advanced: [{ torch: wanted } as MediaTrackConstraintSet] })
    torch.value = wanted
  }

  onBeforeUnmount(stop)
  return { trouble, torch, start, stop, switchTorch }
}

function openCamera(): Promise<MediaStream> {
  if (!navigator.mediaDevices) throw new DOMException('no camera here', 'NotFoundError')
  return navigator.mediaDevices.getUserMedia({ audio: false, video: { facingMode: 'environment', width: { ideal: 1280 } } })
}

function hasTorch(stream: MediaStream): boolean {
  const capabilities = stream.getVideoTracks()[0]?.getCapabilities?.() as { torch?: boolean } | undefined
  return capabilities?.torch === true
}

async function makeDetector(): Promise<Detector> {
  const own = (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector
  const formats = own ? await own.getSupportedFormats().catch(() => []) : []
  if (own && formats.includes('qr_code')) return new own({ formats: ['qr_code'] })
  const { BarcodeDetector, prepareZXingModule } = await import('barcode-detector/ponyfill')
  prepareZXingModule({ overrides: { locateFile: () => wasmAddress } })
  return new BarcodeDetector({ formats: ['qr_code'] })
}
