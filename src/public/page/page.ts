import type {Result} from '../contract'
import {answerOf, answerOfThrown, CALL_DEADLINE_MS, silence, type Answer, type CallKind} from './answer'
import {call as callWrite} from './attempt'
import {createStateWriter} from './attributes'
import type {CoreCommand} from './core-command'
import {connectDisk, type DiskConnection} from './disk'
import {features, type PageCommand} from './features'
import {automatic} from './features/automatic'
import type {Notice} from './notice'
import {PageCore, type OutsideEffect} from './page-core'
import type {PageHost} from './page-host'
import type {Apply, Feature, FeatureWork} from './running-feature'
import {createFormats} from './texts/formats'
import {outsideTextsFor, type OutsideTexts} from './texts/outside-texts'

/** The Backups page: commands in, attributes of its element out. */
export interface BackupsPage {
  start(): void
  send(command: PageCommand): void
  stop(): void
}

/** A page in its host. `registered`: what it can do, for a page that can do more. */
export function createPage(
  host: PageHost,
  registered: readonly Feature<{type: string}, object, unknown>[] = features,
): BackupsPage {
  const all = host.automatic ? [...registered, automatic(host.automatic)] : registered
  return new RunningPage(host, new PageCore(all.map((feature) => feature.start())))
}

/** Runs effects, holds the only timer, and publishes. Reads go one after another, writes beside them. */
class RunningPage implements BackupsPage {
  /** Made when something is said outside of the element: a process's first use of `Intl` takes longer than all else. */
  #texts: () => OutsideTexts = textsIn('en', null)
  #isStarted = false
  #isStopped = false
  #isReading = false
  #isGuarded = false
  #published = ''
  #stored: string | null = null
  #cancelTimer: (() => void) | null = null
  /** Calls under way, by when they are given up. */
  readonly #calls = new Set<{until: number; giveUp(): void}>()
  readonly #write = createStateWriter()
  readonly #disk: DiskConnection
  /** What goes on beside the reads, by its key. */
  readonly #works = new Map<string, AbortController>()
  /** When a feature's work is over, by its name. */
  readonly #rests = new Map<string, Promise<void>>()

  constructor(
    private readonly host: PageHost,
    private readonly core: PageCore,
  ) {
    this.#disk = connectDisk((json) => host.setAttribute('disk', json), host.clock)
  }

  start(): void {
    if (this.#isStarted) return
    this.#isStarted = true
    // Before the first state is written: the call is what the table waits for.
    this.#readNext()
    this.#goOn([])
  }

  send(command: PageCommand): void {
    if (this.#isStopped) return
    if (command.type === 'disk') return this.#disk.answered(command)
    this.#goOn(this.core.handle(command.type === 'opened' ? this.#open(command) : command, this.#now()))
  }

  stop(): void {
    this.#isStopped = true
    this.#cancelTimer?.()
    this.#calls.clear()
    for (const work of this.#works.values()) work.abort()
  }

  /** A host that knows its reader, or keeps what is under way, has the last word. */
  #open(command: CoreCommand & {type: 'opened'}): CoreCommand {
    const {language, timeZone, storage} = this.host
    this.#texts = textsIn(language ?? command.language, timeZone ?? command.timeZone)
    this.host.setTitle?.(this.#texts().title)
    if (!storage) return command
    this.#stored = storage.read()
    return {...command, remembered: parsed(this.#stored)}
  }

  #now(): number {
    return this.host.clock.elapsed()
  }

  #goOn(effects: OutsideEffect[]): void {
    if (this.#isStopped) return
    // What is sent is remembered first: a reload in between must find it.
    this.#publish()
    for (const effect of effects) {
      if (effect.do === 'toast') this.#toast(effect.notice)
      else this.#sendWrite(effect.attempt)
    }
    this.#readNext()
    this.#workOn()
    this.#setTimer()
  }

  /** Begins what is wanted, and stops what is no longer. */
  #workOn(): void {
    const wanted = new Map(this.core.works(this.#now()).map((work) => [work.key, work]))
    for (const [key, running] of this.#works) {
      if (wanted.has(key)) continue
      this.#works.delete(key)
      running.abort()
    }
    for (const [key, work] of wanted) if (!this.#works.has(key)) this.#begin(work)
  }

  #begin(work: FeatureWork): void {
    const running = new AbortController()
    this.#works.set(work.key, running)
    const {signal} = running
    const tell = (apply: Apply) => {
      if (!signal.aborted) this.#goOn(this.core.workTold(apply, this.#now()))
    }
    const end = (apply: Apply) => {
      if (signal.aborted) return
      this.#works.delete(work.key)
      tell(apply)
    }
    const {methods, clock} = this.host
    const ports = {
      methods,
      clock,
      loadCopyTools: () => this.host.loadCopyTools(),
      disk: this.#disk,
      signal,
      isOnline: () => this.core.isOnline,
      serverNow: () => this.core.serverNow(this.#now()),
    }
    const over = (this.#rests.get(work.feature) ?? Promise.resolve())
      .then(() => {
        signal.throwIfAborted()
        return work.run(ports, tell)
      })
      .then(end, (thrown: unknown) => end(work.failed(thrown)))
    this.#rests.set(work.feature, over)
  }

  #sendWrite(attempt: (OutsideEffect & {do: 'send'})['attempt']): void {
    this.#call(
      'write',
      () => callWrite(attempt, this.host.methods),
      (answer) => this.#goOn(this.core.writeAnswered(attempt.id, answer, this.#now())),
    )
  }

  #toast(notice: Notice): void {
    const isBad = notice.kind === 'backupFailed' || notice.kind === 'restoreFailed'
    const isDone =
      notice.kind === 'backupReady' || notice.kind === 'restored' || notice.kind === 'backupDeleted'
    this.host.showToast?.({
      message: this.#texts().notice(notice, this.core.serverNow(this.#now())),
      type: isBad ? 'error' : isDone ? 'success' : 'standard',
    })
  }

  #readNext(): void {
    const next = this.#isReading ? null : this.core.nextRead(this.#now())
    if (!next) return
    this.#isReading = true
    const {methods} = this.host
    const {feature} = next
    const {changes} = this.core
    const then = (effects: OutsideEffect[]) => {
      this.#isReading = false
      this.#goOn(effects)
    }
    if (feature)
      this.#call(
        'read',
        () => feature.call(methods),
        (answer) => then(this.core.featureRead(feature, answer, this.#now())),
      )
    else
      this.#call(
        'read',
        () => methods.getOverview(),
        (answer) => then(this.core.overviewRead(answer, changes, this.#now())),
      )
  }

  #call<T>(kind: CallKind, method: () => Promise<Result<T>>, then: (answer: Answer<T>) => void): void {
    const end = (answer: Answer<T>) => {
      if (this.#calls.delete(call)) then(answer)
    }
    const call = {until: this.#now() + CALL_DEADLINE_MS, giveUp: () => end(silence(kind))}
    this.#calls.add(call)
    Promise.resolve()
      .then(method)
      .then(
        (result) => end(answerOf(result)),
        (thrown: unknown) => end(answerOfThrown(thrown, kind, this.core.isOnline)),
      )
  }

  #setTimer(): void {
    this.#cancelTimer?.()
    const now = this.#now()
    const readAt = this.#isReading ? null : this.core.nextReadAt(now)
    const times = [...this.#calls].map(({until}) => until)
    if (readAt !== null) times.push(readAt)
    this.#cancelTimer =
      times.length === 0
        ? null
        : this.host.clock.after(Math.max(0, Math.min(...times) - now), () => this.#wake())
  }

  #wake(): void {
    const now = this.#now()
    for (const call of [...this.#calls]) if (call.until <= now) call.giveUp()
    this.#goOn([])
  }

  #publish(): void {
    const {language = null, timeZone = null} = this.host
    const state = {...this.core.state(this.#now()), language, timeZone}
    const written = this.#write(state)
    if (written.details !== null) this.host.setAttribute('details', written.details)
    if (written.state === this.#published) return
    this.#published = written.state
    this.host.setAttribute('state', written.state)
    this.#store()
    this.#guard()
  }

  #store(): void {
    const {storage} = this.host
    const remember = this.core.remember
    if (!storage || !remember) return
    const text = remember.value === null ? null : JSON.stringify(remember.value)
    if (text === this.#stored) return
    this.#stored = text
    storage.write(text)
  }

  #guard(): void {
    const {isWorking} = this.core
    if (isWorking === this.#isGuarded) return
    this.#isGuarded = isWorking
    this.host.guardLeaving?.(isWorking)
  }
}

function textsIn(language: string, timeZone: string | null): () => OutsideTexts {
  let texts: OutsideTexts | null = null
  return () => (texts ??= outsideTextsFor(createFormats(language, timeZone)))
}

/** What is no JSON was not written by a page. */
function parsed(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text)
  } catch {
    return null
  }
}
