import type {LiveStatus} from '../live/live-status'
import {h} from './create-element'
import type {LiveTab} from './live-tab'

/** Stays on top of a live site: what is real here, whether this tab may change it, and the lock. */
export function liveBanner(tab: LiveTab): HTMLElement {
  const text = h('span', {id: 'live-text', role: 'status'})
  const place = h('div', {class: 'live-actions'})
  const problem = h('p', {role: 'alert'})
  const banner = h('section', {'aria-label': 'Live site'}, text, place, problem)
  let shown = ''
  let said = ''
  tab.onChange(() => {
    // What was said was about how it was.
    if (kindOf(tab) !== shown) said = ''
    show()
  })
  tab.onRefused((message) => {
    said = message
    show()
  })
  show()
  return banner

  function show() {
    const {status} = tab
    const kind = kindOf(tab)
    banner.className = tab.mayWrite ? 'live-banner unlocked' : 'live-banner'
    text.textContent = sentence(tab)
    const told = said || (status ? status.problem : tab.why) || ''
    if (problem.textContent !== told) problem.textContent = told
    // Not while somebody types.
    if (kind === shown) return
    shown = kind
    place.replaceChildren(...actions(status))
  }

  function actions(status: LiveStatus | null): Node[] {
    const lock = button('Lock again', () => void run(tab.lock))
    if (tab.mayWrite) return [lock]
    const others = status?.unlocked ? [lock] : []
    if (status?.toType) return [form(), ...others]
    return status && !status.isAsking
      ? [button('Ask Wix again', () => void run(tab.askAgain)), ...others]
      : others
  }

  function form(): HTMLElement {
    const input = h('input', {
      id: 'live-site-name',
      type: 'text',
      autocomplete: 'off',
      spellcheck: 'false',
      'aria-describedby': 'live-text',
    })
    const allow = h('button', {type: 'submit', class: 'button'}, 'Allow changes')
    const submit = async (event: Event) => {
      event.preventDefault()
      allow.disabled = true
      const isDone = await run(() => tab.unlock(input.value))
      allow.disabled = false
      if (!isDone) input.focus()
    }
    return h(
      'form',
      {onsubmit: (event) => void submit(event)},
      h('label', {for: 'live-site-name'}, 'Site name'),
      input,
      allow,
    )
  }

  async function run(work: () => Promise<void>): Promise<boolean> {
    said = ''
    try {
      await work()
      return true
    } catch (error) {
      said = (error as Error).message
      return false
    } finally {
      show()
    }
  }
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
      `it; without a change it is locked again at ${time(status.unlocked!.until)}.`
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

function button(text: string, onclick: () => void): HTMLElement {
  return h('button', {type: 'button', class: 'button', onclick}, text)
}

function time(iso: string): string {
  return new Date(iso).toLocaleTimeString(undefined, {hour: '2-digit', minute: '2-digit'})
}
