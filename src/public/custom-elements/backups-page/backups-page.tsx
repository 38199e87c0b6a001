// The element of the Backups page: the attribute `state` (JSON) down, `command` events up, and nothing else.
import {render} from 'preact'
import type {PageCommand, PageState} from '../../page/page-state'
import {createFormats} from '../../page/texts/formats'
import {App} from './app'
import './backups-page.css'
import {recallPlan, rememberPlan} from './remembered-plan'
import {warmUp} from './warm-up'

const TAG = 'backups-page'
/** What is there sooner is shown at once, without a flash of what stands for it. */
const LOADING_MS = 100

class BackupsPage extends HTMLElement {
  static observedAttributes = ['state']
  #greeting: string | null = null
  #isShown = false
  #timer = 0
  #timeZone: string | null = null
  #formats = createFormats(navigator.language)

  connectedCallback(): void {
    this.dir = this.#formats.direction
    this.lang = this.#formats.language
    document.addEventListener('visibilitychange', this.#onVisibility)
    window.addEventListener('online', this.#onConnection)
    window.addEventListener('offline', this.#onConnection)
    this.#renderSoon()
  }

  disconnectedCallback(): void {
    document.removeEventListener('visibilitychange', this.#onVisibility)
    window.removeEventListener('online', this.#onConnection)
    window.removeEventListener('offline', this.#onConnection)
    clearTimeout(this.#timer)
    render(null, this)
    this.#greeting = null
    this.#isShown = false
  }

  attributeChangedCallback(): void {
    this.#renderSoon()
  }

  /** Of the states that come in before the first is shown, the newest is shown. */
  #renderSoon(): void {
    if (this.#isShown) return this.#render()
    const state = this.#state()
    if (!this.isConnected || !state) return
    if (this.#greeting === null) this.#greet()
    clearTimeout(this.#timer)
    if (state.phase !== 'loading') return this.#render()
    this.#timer = window.setTimeout(() => this.#render(), LOADING_MS)
  }

  #render(): void {
    const state = this.#state()
    if (!this.isConnected || !state) return
    this.#isShown = true
    this.#speak(state)
    // The state that came with the greeting knows nothing of what was remembered.
    if (this.getAttribute('state') !== this.#greeting) rememberPlan(state.plan)
    render(<App state={state} formats={this.#formats} send={this.#send} />, this)
  }

  /** A host that knows its reader's language has the last word. */
  #speak({language, timeZone}: PageState): void {
    if (language === null && timeZone === null) return
    const formats = createFormats(language ?? navigator.language, timeZone)
    if (formats.language === this.#formats.language && timeZone === this.#timeZone) return
    this.#formats = formats
    this.#timeZone = timeZone
    this.dir = formats.direction
    this.lang = formats.language
  }

  #state(): PageState | null {
    const json = this.getAttribute('state')
    return json ? (JSON.parse(json) as PageState) : null
  }

  /** The first state says that the page's code is listening: what is sent before it is lost. */
  #greet(): void {
    this.#greeting = this.getAttribute('state')
    this.#send({
      type: 'opened',
      language: navigator.language,
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone ?? null,
      visible: document.visibilityState === 'visible',
      online: navigator.onLine,
      remembered: recallPlan(),
    })
    // While the backups are read.
    setTimeout(() => warmUp(this.#formats))
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
