import {useEffect, useState} from 'preact/hooks'
import {Loaded, useLoading} from './loaded'
import {localSite} from './local-site'
import {Panel} from './panel'
import {StatusLine, useStatus} from './status-line'
import {QuietButton} from './quiet-button'

const DAY_MS = 86_400_000
const STEPS = [1, 7, 30]

export function ClockPanel() {
  const status = useStatus()
  const clock = useLoading(async () => aheadMs(await localSite.clock()))
  const advance = (days: number) =>
    status.run('move the clock', async () => {
      await localSite.advanceClock(days * DAY_MS)
      await clock.reload()
      status.say(`Moved the clock by ${stepText(days)}. What was due in between has been done.`)
    })
  return (
    <Panel title="Clock" text="The local site’s time. It runs on from wherever it is; it cannot go back.">
      <Loaded what="the clock" loading={clock}>
        {(ahead) => <Time aheadMs={ahead} />}
      </Loaded>
      <div class="buttons">
        {STEPS.map((days) => (
          <QuietButton key={days} onClick={() => void advance(days)}>
            {stepText(days)}
          </QuietButton>
        ))}
      </div>
      <StatusLine status={status} />
    </Panel>
  )
}

const stepText = (days: number) => `+${days} ${days === 1 ? 'day' : 'days'}`
const aheadMs = ({now}: {now: string}) => Date.parse(now) - Date.now()

function Time({aheadMs}: {aheadMs: number}) {
  const [, tick] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => tick((ticks) => ticks + 1), 1000)
    return () => clearInterval(timer)
  }, [])
  const time = new Date(Date.now() + aheadMs)
  return (
    <p>
      <time class="clock" dateTime={time.toISOString()}>
        {time.toLocaleString('en-US', {
          weekday: 'short',
          year: 'numeric',
          month: 'short',
          day: 'numeric',
          hour: 'numeric',
          minute: '2-digit',
          second: '2-digit',
          timeZoneName: 'short',
        })}
      </time>
    </p>
  )
}
