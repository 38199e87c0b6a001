import {usePage} from '../page-context'
import {Banner} from '../parts/banner'

/** A copy that goes on, or waits, while its dialog is closed. */
export function CopyBanner() {
  const {state, texts, send} = usePage()
  const {copy} = state
  const {copies} = texts
  if (!copy) return null
  const isStill = copy.isPaused || copy.stopped !== null
  return (
    <Banner
      hook="copy"
      skin={copy.stopped ? 'danger' : isStill && !copy.isDone ? 'warning' : 'standard'}
      title={copy.isDone ? copies.done : isStill ? copies.paused : copies.copying}
      action={{text: copies.show, act: () => send({type: 'showCopy'})}}
    >
      {copy.isDone ? copies.saveHint : copies.soFar(copy.items)}
    </Banner>
  )
}
