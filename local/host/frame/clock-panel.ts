import {h} from './create-element'
import {loadingRegion} from './loading-region'
import {localSite} from './local-site'
import {panel} from './panel'
import {statusLine} from './status-line'

const DAY_MS = 86_400_000
const STEPS = [1, 7, 30]

export function clockPanel() {
  const status = statusLine()
  const shown = h('time', {class: 'clock'})
  let siteAheadMs = 0

  const region = loadingRegion({
    what: 'the clock',
    load: () => localSite.clock(),
    render({now}) {
      setTime(now)
      return h('p', {}, shown)
    },
  })
  const ticking = setInterval(showTime, 1000)
  void region.reload()

  return {
    element: panel(
      'Clock',
      h('p', {class: 'muted'}, 'The local site’s time. It runs on from wherever it is; it cannot go back.'),
      region.element,
      h('div', {class: 'buttons'}, ...STEPS.map(stepButton)),
      status.element,
    ),
    reload: () => void region.reload(),
    stop: () => clearInterval(ticking),
  }

  function stepButton(days: number) {
    const text = `+${days} ${days === 1 ? 'day' : 'days'}`
    return h('button', {type: 'button', class: 'button', onclick: () => void advance(days, text)}, text)
  }

  async function advance(days: number, text: string) {
    await status.run('move the clock', async () => {
      const {now} = await localSite.advanceClock(days * DAY_MS)
      setTime(now)
      status.say(`Moved the clock by ${text}. What was due in between has been done.`)
    })
  }

  function setTime(now: string) {
    siteAheadMs = Date.parse(now) - Date.now()
    showTime()
  }

  function showTime() {
    const time = new Date(Date.now() + siteAheadMs)
    shown.dateTime = time.toISOString()
    shown.textContent = time.toLocaleString('en-US', {
      weekday: 'short',
      year: 'numeric',
      month: 'short',
      day: 'numeric',
      hour: 'numeric',
      minute: '2-digit',
      second: '2-digit',
      timeZoneName: 'short',
    })
  }
}
