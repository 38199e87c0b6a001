// The element of the Backups page: the attribute `state` (JSON) down, `command` events up, and nothing else.
import {createRoot, type Root} from 'react-dom/client'
import type {PageCommand, PageState} from '../../page/page-state'
import {createFormats} from '../../page/texts/formats'
import {App} from './app'
import {recallPlan, rememberPlan} from './remembered-plan'

const TAG = 'backups-page'

class BackupsPage extends HTMLElement {
  static observedAttributes = ['state']
  #root: Root | null = null
  #isGreeted = false
  readonly #formats = createFormats(navigator.language)

  connectedCallback(): void {
    // Dialogs are put at the end of the document, outside this element: the direction has to hold for both.
    document.documentElement.dir = this.#formats.direction
    document.documentElement.lang = this.#formats.language
    document.addEventListener('visibilitychange', this.#onVisibility)
    window.addEventListener('online', this.#onConnection)
    window.addEventListener('offline', this.#onConnection)
    this.#root = createRoot(this)
    this.#render()
  }

  disconnectedCallback(): void {
    document.removeEventListener('visibilitychange', this.#onVisibility)
    window.removeEventListener('online', this.#onConnection)
    window.removeEventListener('offline', this.#onConnection)
    this.#root?.unmount()
    this.#root = null
    this.#isGreeted = false
  }

  attributeChangedCallback(): void {
    this.#render()
  }

  #render(): void {
    const json = this.getAttribute('state')
    if (!this.#root || !json) return
    const state = JSON.parse(json) as PageState
    // The first state says that the page's code is listening: what is sent before it is lost.
    if (!this.#isGreeted) {
      this.#isGreeted = true
      this.#send({
        type: 'opened',
        language: navigator.language,
        timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone ?? null,
        visible: document.visibilityState === 'visible',
        online: navigator.onLine,
        remembered: recallPlan(),
      })
    } else {
      rememberPlan(state.plan)
    }
    this.#root.render(<App state={state} formats={this.#formats} send={this.#send} />)
  }

  readonly #send = (command: PageCommand): void => {
    this.dispatchEvent(new CustomEvent('command', {detail: command}))
  }

  readonly #onVisibility = (): void => {
    this.#send({type: 'visibility', visible: document.visibilityState === 'visible'})
  }

  readonly #onConnection = (): void => {
    this.#send({type: 'connection', online: navigator.onLine})
  }
}

if (!customElements.get(TAG)) customElements.define(TAG, BackupsPage)
