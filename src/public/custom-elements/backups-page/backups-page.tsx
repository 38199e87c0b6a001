// The element of the Backups page: its state down as attributes, `command` events up, and nothing else.
import {render} from 'preact'
import {createStateReader} from '../../page/attributes'
import type {PageCommand, PageState} from '../../page/page-state'
import {createFormats} from '../../page/texts/formats'
import {App} from './app'
import './backups-page.css'
import {answerDisk} from './disk'
import {recall, remember} from './remembered'
import {warmUp} from './warm-up'

const TAG = 'backups-page'
/** What is there sooner is shown at once, without a flash of what stands for it. */
const LOADING_MS = 100

class BackupsPage extends HTMLElement {
  static observedAttributes = ['state', 'details', 'disk']
  #hasGreeted = false
  readonly #read = createStateReader()
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
    // While the page's code starts, in a thread of its own.
    if (!this.#isShown) setTimeout(() => warmUp(this.#formats))
    this.#renderSoon()
  }

  disconnectedCallback(): void {
    document.removeEventListener('visibilitychange', this.#onVisibility)
    window.removeEventListener('online', this.#onConnection)
    window.removeEventListener('offline', this.#onConnection)
    clearTimeout(this.#timer)
    render(null, this)
    this.#hasGreeted = false
    this.#isShown = false
  }

  attributeChangedCallback(name: string, _before: string | null, value: string | null): void {
    if (name !== 'disk') this.#renderSoon()
    else if (value !== null) void answerDisk(value).then(this.#send)
  }

  /** Of the states that come in before the first is shown, the newest is shown. */
  #renderSoon(): void {
    if (this.#isShown) return this.#render()
    const state = this.#state()
    if (!this.isConnected || !state) return
    if (!this.#hasGreeted) this.#greet()
    clearTimeout(this.#timer)
    if (state.phase !== 'loading') return this.#render()
    this.#timer = window.setTimeout(() => this.#render(), LOADING_MS)
  }

  #render(): void {
    const state = this.#state()
    if (!this.isConnected || !state) return
    this.#isShown = true
    this.#speak(state)
    if (state.remember) remember(state.remember.value)
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
    return this.#read(this.getAttribute('state'), this.getAttribute('details'))
  }

  /** The first state says that the page's code is listening: what is sent before it is lost. */
  #greet(): void {
    this.#hasGreeted = true
    this.#send({
      type: 'opened',
      language: navigator.language,
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone ?? null,
      visible: document.visibilityState === 'visible',
      online: navigator.onLine,
      remembered: recall(),
    })
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
