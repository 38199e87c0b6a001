import {h} from './create-element'
import {localSite, type LiveStatus} from './local-site'

/** Stays on top of a live site: what is real here, whether it may be changed, and the lock. */
export function liveBanner(status: LiveStatus): HTMLElement {
  const banner = h('section', {'aria-label': 'Live site'})
  show(status)
  return banner

  function show(now: LiveStatus, said = '') {
    banner.className = now.locked ? 'live-banner' : 'live-banner unlocked'
    const problem = h('p', {role: 'alert'}, said || now.problem)
    banner.replaceChildren(...(now.locked ? locked(now) : unlocked(now)), problem)
  }

  function locked(now: LiveStatus): Node[] {
    const input = h('input', {
      id: 'live-site-name',
      type: 'text',
      autocomplete: 'off',
      spellcheck: 'false',
      'aria-describedby': 'live-text',
    })
    const form = h(
      'form',
      {
        onsubmit: (event) => {
          event.preventDefault()
          void change(now, () => localSite.unlock(input.value))
        },
      },
      h('label', {for: 'live-site-name'}, 'Site name'),
      input,
      h('button', {type: 'submit', class: 'button'}, 'Allow changes'),
    )
    return [
      h(
        'span',
        {id: 'live-text'},
        `Live site: backups can be seen, not changed. To allow changes, type “${now.siteName}”.`,
      ),
      form,
    ]
  }

  function unlocked(now: LiveStatus): Node[] {
    const lock = () => void change(now, localSite.lock)
    return [
      h(
        'span',
        {},
        `Live site “${now.siteName}”: backups and restores here are real, and cannot be rehearsed.`,
      ),
      h('button', {type: 'button', class: 'button', onclick: lock}, 'Lock again'),
    ]
  }

  async function change(now: LiveStatus, call: () => Promise<LiveStatus>) {
    try {
      show(await call())
    } catch (error) {
      show(now, (error as Error).message)
      banner.querySelector('input')?.focus()
    }
  }
}
