import type {Protection, TimelineEvent} from '../../../page/page-state'
import {Text} from '../../markup/text'
import {usePage} from '../page-context'
import './timeline.css'

const DAY = 24 * 60 * 60 * 1000
const KINDS: TimelineEvent['kind'][] = ['AUTO', 'ON_DEMAND', 'RESTORATION']

/** The last weeks as a picture, and as a list for those who can't see it. */
export function Timeline({timeline}: {timeline: Protection['timeline']}) {
  const {texts, formats} = usePage()
  const from = Date.parse(timeline.from)
  const to = Date.parse(timeline.to)
  const at = (date: number) => `${(((date - from) / (to - from)) * 100).toFixed(2)}%`
  const weeks = Array.from({length: 5}, (_, week) => from + week * 7 * DAY)
  return (
    <figure class="bp-timeline" aria-label={texts.timeline.title}>
      <div class="bp-timeline-track" aria-hidden="true">
        {weeks.map((week) => (
          <span key={week} class="bp-timeline-week" style={{insetInlineStart: at(week)}}>
            <Text size="tiny" secondary>
              {formats.day(new Date(week).toISOString())}
            </Text>
          </span>
        ))}
        <span class="bp-timeline-week bp-timeline-today">
          <Text size="tiny" secondary>
            {texts.timeline.today}
          </Text>
        </span>
        {timeline.events.map((event) => (
          <span
            key={event.kind + event.id}
            class={`bp-event bp-event-${event.kind} bp-event-${event.status}`}
            style={{insetInlineStart: at(Date.parse(event.date))}}
            title={texts.timeline.event(event)}
          />
        ))}
      </div>
      <div class="bp-legend" aria-hidden="true">
        {KINDS.map((kind) => (
          <span key={kind} class="bp-legend-entry">
            <span class={`bp-event bp-event-${kind} bp-event-READY`} />
            <Text size="tiny" secondary>
              {texts.timeline.legend[kind]}
            </Text>
          </span>
        ))}
      </div>
      <ul class="bp-hidden">
        {timeline.events.length === 0 ? <li>{texts.timeline.none}</li> : null}
        {timeline.events.map((event) => (
          <li key={event.kind + event.id}>{texts.timeline.event(event)}</li>
        ))}
      </ul>
    </figure>
  )
}
