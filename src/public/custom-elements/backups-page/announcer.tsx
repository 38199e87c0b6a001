import {usePage} from './page-context'

/**
 * What happens by itself is said to people who can't see it: a toast may be outside the frame they are in. Each
 * piece of news is an entry of its own, so that two at once are both said.
 */
export function Announcer() {
  const {state, texts, now} = usePage()
  return (
    <div class="bp-hidden" role="log" aria-live="polite" data-hook="announcer">
      {state.notices.map((notice) => (
        <p key={notice.id}>{texts.notice(notice, now)}</p>
      ))}
    </div>
  )
}
