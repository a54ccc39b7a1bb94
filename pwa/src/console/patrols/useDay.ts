/** The records of the township and day that the URL names, kept fresh by the news. */
import { computed } from 'vue'
import { type Checkpoint, type KeySite, fetchCheckins, fetchCheckpoints, fetchFinds, fetchKeySites, fetchShifts } from '@/api/console'
import { useResource } from '../live/resource'
import { awaitsPhotos } from '../finds/findView'
import { useRefreshOnNews } from '../live/useLive'
import { useRefreshWhile } from '../live/useRefreshWhile'
import { useView } from '../view/useView'

interface Places {
  checkpoints: Checkpoint[]
  sites: KeySite[]
}

export function useDay() {
  const { view } = useView()
  const township = () => view.value.township
  const day = () => (view.value.township ? `${view.value.township} ${view.value.date}` : '')

  const shifts = useResource(day, (signal) => fetchShifts(view.value.township, view.value.date, signal))
  const checkins = useResource(day, (signal) => fetchCheckins(view.value.township, view.value.date, signal))
  const finds = useResource(day, (signal) => fetchFinds(view.value.township, view.value.date, signal))
  const places = useResource<Places>(township, async (signal) => {
    const [checkpoints, sites] = await Promise.all([fetchCheckpoints(township(), signal), fetchKeySites(township(), signal)])
    return { checkpoints, sites }
  })

  function refresh() {
    shifts.refresh()
    checkins.refresh()
    finds.refresh()
  }
  useRefreshOnNews(township, refresh)
  useRefreshWhile(() => awaitsPhotos(finds.data.value), finds.refresh)

  return {
    day: computed(day),
    /** all that the map draws has come */
    complete: computed(() => [shifts, checkins, finds, places].every((resource) => resource.data.value !== null)),
    shifts,
    checkins,
    finds,
    places,
    refresh,
    shiftRows: computed(() => shifts.data.value?.shifts ?? []),
    checkinRows: computed(() => checkins.data.value ?? []),
    findRows: computed(() => finds.data.value ?? []),
    checkpoints: computed(() => places.data.value?.checkpoints ?? []),
    sites: computed(() => places.data.value?.sites ?? []),
  }
}
