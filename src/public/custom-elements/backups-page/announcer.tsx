import {useRef} from 'preact/hooks'
import {usePage} from './page-context'

/** What happens by itself is said to people who can't see it: a toast may be outside the frame they are in. */
export function Announcer() {
  const {state, texts, now} = usePage()
  const said = useRef<{id: number; text: string} | null>(null)
  const {notice} = state
  if (notice && said.current?.id !== notice.id)
    said.current = {id: notice.id, text: texts.notice(notice, now)}
  return (
    <div class="bp-hidden" role="status" aria-live="polite" data-hook="announcer">
      {said.current?.text}
    </div>
  )
}
