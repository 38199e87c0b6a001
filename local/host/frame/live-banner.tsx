import {useEffect, useRef, useState} from 'preact/hooks'
import type {LiveStatus} from '../live/live-status'
import './live-banner.css'
import type {LiveTab} from './live-tab'
import {QuietButton} from './quiet-button'
import {useChanges} from './use-changes'

/** Stays on top of a live site: what is real here, whether this tab may change it, and the lock. */
export function LiveBanner({tab}: {tab: LiveTab}) {
  useChanges(tab)
  const {status, mayWrite} = tab
  const kind = kindOf(tab)
  const [said, say] = useState({kind, text: ''})
  useEffect(() => tab.onRefused((text) => say({kind: kindOf(tab), text})), [tab])
  const run = async (work: () => Promise<void>): Promise<boolean> => {
    say({kind, text: ''})
    try {
      await work()
      return true
    } catch (error) {
      say({kind: kindOf(tab), text: (error as Error).message})
      return false
    }
  }
  // What was said was about how it was.
  const problem = (said.kind === kind && said.text) || (status ? status.problem : tab.why) || ''
  return (
    <section aria-label="Live site" class={mayWrite ? 'live-banner unlocked' : 'live-banner'}>
      <span id="live-text" role="status">
        {sentence(tab)}
      </span>
      <div class="live-actions">
        {!mayWrite && status?.toType && (
          <UnlockForm key={status.toType} unlock={(typed) => run(() => tab.unlock(typed))} />
        )}
        {!mayWrite && status && !status.toType && !status.isAsking && (
          <QuietButton onClick={() => void run(tab.askAgain)}>Ask Wix again</QuietButton>
        )}
        {(mayWrite || status?.unlocked) && (
          <QuietButton onClick={() => void run(tab.lock)}>Lock again</QuietButton>
        )}
      </div>
      <p role="alert">{problem}</p>
    </section>
  )
}

function UnlockForm({unlock}: {unlock(typed: string): Promise<boolean>}) {
  const input = useRef<HTMLInputElement>(null)
  const [isBusy, setBusy] = useState(false)
  const submit = async () => {
    setBusy(true)
    const isDone = await unlock(input.current?.value ?? '')
    setBusy(false)
    if (!isDone) input.current?.focus()
  }
  return (
    <form
      id="unlock"
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <label for="live-site-name">Site name</label>
      <input
        ref={input}
        id="live-site-name"
        type="text"
        autocomplete="off"
        spellcheck={false}
        aria-describedby="live-text"
      />
      <QuietButton submits="unlock" disabled={isBusy}>
        Allow changes
      </QuietButton>
    </form>
  )
}

/** What is offered depends on this alone. */
function kindOf({status, mayWrite}: LiveTab): string {
  if (!status) return 'unknown'
  if (mayWrite) return 'unlocked'
  return `${status.isAsking ? 'asking' : 'locked'} ${status.toType} ${status.unlocked ? 'another' : ''}`
}

function sentence({status, mayWrite}: LiveTab): string {
  if (!status) return 'Live site: it is not known whether anything may be changed, and so nothing can be.'
  const {toType, siteName} = status
  if (mayWrite) {
    return (
      `Live site “${siteName}”: backups and restores here are real, and cannot be rehearsed. This tab may change ` +
      `it; without a change it is locked again at ${lockTime(status)}.`
    )
  }
  if (status.isAsking) {
    return `Live site ${siteName}: Wix is being asked which site this is. Until then, nothing can be changed.`
  }
  if (toType === null) {
    return `Live site ${siteName}: nothing can be changed, because Wix did not confirm which site this is.`
  }
  const here = status.unlocked ? ' in this tab. Another tab may change it' : ''
  return `Live site: backups can be seen, not changed${here}. To allow changes, type “${toType}”.`
}

function lockTime({unlocked}: LiveStatus): string {
  if (!unlocked) return ''
  return new Date(unlocked.until).toLocaleTimeString(undefined, {hour: '2-digit', minute: '2-digit'})
}
