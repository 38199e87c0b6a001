import type {Overview} from '../contract'
import type {Answer} from './answer'
import {isOpen, type Attempt} from './attempt'
import {isCoreCommand, type CoreCommand} from './core-command'
import {factsOf} from './facts'
import type {Effect, Facts, Needs, PageEvent} from './feature'
import type {Notice} from './notice'
import {afterCommand, isBack, unopenedWindow} from './page-window'
import * as readings from './reading'
import {readRemembered, toRemember} from './remembered'
import type {AnyFeature, Apply, FeatureRead, FeatureWork} from './running-feature'
import {withMade} from './site'
import {viewReading, type Remember} from './site-view'
import {pendingOf} from './views'
import {Writing} from './writing'
import type {Made} from './writes/write-kind'

/** What has to be done outside of it. */
export type OutsideEffect = {do: 'send'; attempt: Attempt} | {do: 'toast'; notice: Notice}

/** `null`: the overview. */
export interface NextRead {
  feature: FeatureRead | null
}

/**
 * The page without its surroundings: what happens goes in, with the time; what is to be done comes out. It reads
 * the site and keeps the attempts. The rest is the features'.
 */
export class PageCore {
  #now = 0
  /** Counts what has happened, across reloads of work that goes on. */
  #serial = 0
  /** When an attempt was begun last, by that count. */
  #begun = 0
  #window = unopenedWindow
  #reading = readings.nothingRead
  readonly #writing = new Writing()
  #isResumed = false
  #queue: PageEvent[] = []
  #outbox: OutsideEffect[] = []
  readonly #features: readonly AnyFeature[]

  constructor(features: readonly AnyFeature[]) {
    this.#features = features
  }

  get isOnline(): boolean {
    return this.#window.isOnline
  }

  /** A read that is handed in has to say how many changes there were when it began. */
  get changes(): number {
    return this.#writing.changes
  }

  /** Something goes on by itself, as long as the page is there. */
  get isWorking(): boolean {
    return this.#needs().some(({isRunning}) => isRunning)
  }

  /** The backend's clock. */
  serverNow(now: number): string {
    return readings.serverNow(this.#reading, now)
  }

  handle(command: {type: string}, now: number): OutsideEffect[] {
    return this.#during(now, () => {
      if (isCoreCommand(command)) this.#afterCommand(command)
      this.#tellFeatures(command)
    })
  }

  overviewRead(answer: Answer<Overview>, changesBefore: number, now: number): OutsideEffect[] {
    return this.#during(now, () => {
      if (!answer.ok) {
        this.#reading = readings.notRead(this.#reading, answer.problem, now)
        this.#queue.push(...this.#writing.notRead(answer.problem, now))
      } else if (changesBefore === this.#writing.changes) this.#read(answer.value)
      // It began before a write ended, and says nothing about it.
      else this.#reading = readings.lookNow(this.#reading)
    })
  }

  featureRead(asked: FeatureRead, answer: Answer<Apply>, now: number): OutsideEffect[] {
    return this.#during(now, () => {
      const facts = this.#facts()
      for (const effect of answer.ok ? answer.value(facts) : asked.failed(answer.problem, facts))
        this.#do(effect)
    })
  }

  /** What work tells on its way, and at its end. */
  workTold(apply: Apply, now: number): OutsideEffect[] {
    return this.#during(now, () => {
      for (const effect of apply(this.#facts())) this.#do(effect)
    })
  }

  /** What is to go on, once the site was read. */
  works(now: number): FeatureWork[] {
    this.#now = now
    if (!this.#reading.overview) return []
    const facts = this.#facts()
    return this.#features.flatMap((feature) => feature.work(facts) ?? [])
  }

  writeAnswered(id: string, answer: Answer<Made>, now: number): OutsideEffect[] {
    return this.#during(now, () => {
      if (!answer.ok && answer.slots) this.#reading = readings.withSlots(this.#reading, answer.slots)
      this.#queue.push(...this.#writing.answered(id, answer, now))
      this.#noteEnds()
      this.#reading = readings.lookNow(this.#reading)
    })
  }

  /** What is to be read now, if anything is. */
  nextRead(now: number): NextRead | null {
    this.#now = now
    const overviewAt = this.#overviewAt()
    if (overviewAt !== null && overviewAt <= now) return {feature: null}
    const feature = this.#featureReads().find(({notBefore}) => notBefore <= now)
    return feature ? {feature} : null
  }

  /** When something is to be read, where nothing is now; `null`: not by itself. */
  nextReadAt(now: number): number | null {
    this.#now = now
    const times = [this.#overviewAt(), ...this.#featureReads().map(({notBefore}) => notBefore)]
    return times.reduce((first, at) => (first === null || (at !== null && at < first) ? at : first), null)
  }

  state(now: number): object {
    this.#now = now
    const facts = this.#facts()
    const dialogs = this.#features.map((feature) => feature.showDialog(facts))
    const own = {
      ...viewReading(this.#reading),
      remember: this.remember,
      dialog: dialogs.find((shown) => shown !== null) ?? null,
    }
    return this.#features.reduce((state, feature) => ({...state, ...feature.show(facts)}), own)
  }

  #during(now: number, change: () => void): OutsideEffect[] {
    this.#now = now
    this.#serial += 1
    change()
    do {
      this.#tellQueued()
      this.#sendWaiting()
    } while (this.#queue.length > 0)
    const outbox = this.#outbox
    this.#outbox = []
    return outbox
  }

  #tellQueued(): void {
    for (let event = this.#queue.shift(); event; event = this.#queue.shift()) this.#tellFeatures(event)
  }

  /** All of them hear of it as things stood when it happened. */
  #tellFeatures(event: {type: string} | PageEvent): void {
    const facts = this.#facts()
    for (const feature of this.#features) {
      for (const effect of feature.handle(event, facts)) this.#do(effect, feature.name)
    }
  }

  #do(effect: Effect, owner = ''): void {
    const {overview} = this.#reading
    switch (effect.do) {
      case 'write':
        if (!overview) return
        this.#begun = this.#serial
        this.#writing.begin(effect.id, owner, effect.write, this.#known(overview), effect.earlier)
        return
      case 'withdraw':
        return this.#writing.withdraw(effect.id)
      case 'say':
        this.#queue.push(effect.event)
        return
      case 'look':
        this.#reading = readings.lookNow(this.#reading)
        return
      case 'toast':
        this.#outbox.push(effect)
    }
  }

  #afterCommand(command: CoreCommand): void {
    if (isBack(this.#window, command)) this.#reading = readings.lookNow(this.#reading)
    this.#window = afterCommand(this.#window, command)
    if (command.type !== 'refresh') return
    this.#reading = readings.refresh(this.#reading)
    this.#queue.push({type: 'refreshed'})
  }

  #read(overview: Overview): void {
    const before = this.#reading.overview
    this.#reading = readings.read(this.#reading, overview, this.#now)
    this.#resume(overview)
    this.#queue.push(...this.#writing.read(overview, this.#now), {type: 'siteRead', before, now: overview})
    this.#noteEnds()
    this.#writing.forgetOld(this.#now)
    this.#reading = readings.notePending(this.#reading, this.#inProgress(overview), this.#now)
  }

  /** Work on the site, and what is still to be answered: each may come to an end at any time. */
  #inProgress(overview: Overview): string[] {
    const known = this.#known(overview)
    const work = [...pendingOf(known.backups), ...pendingOf(known.restorations)]
    return [...work, ...this.#writing.attempts.filter(isOpen)].map(({id}) => id)
  }

  /** What a reload has interrupted, now that it can be seen how it stands. */
  #resume(overview: Overview): void {
    if (this.#isResumed || !this.#window.remembered) return
    this.#isResumed = true
    const remembered = readRemembered(this.#window.remembered.value, overview)
    if (!remembered) return
    this.#begun = remembered.serial
    this.#serial = Math.max(this.#serial, remembered.serial + 1)
    this.#writing.resume(remembered, this.#now)
    for (const [name, value] of Object.entries(remembered.features))
      this.#tellFeatures({type: 'resumed', name, remembered: value})
  }

  #noteEnds(): void {
    const {overview} = this.#reading
    if (overview) this.#queue.push(...this.#writing.newEnds(overview, this.#needs()))
  }

  /** Sends what waits where the site was just read, and has it read otherwise. */
  #sendWaiting(): void {
    const {overview} = this.#reading
    if (!overview || !this.#writing.isWaiting) return
    const isFresh = readings.isFresh(this.#reading, this.#now)
    if (!isFresh) this.#reading = readings.lookNow(this.#reading)
    const {sent, news} = this.#writing.sendWaiting(this.#known(overview), isFresh, this.#now)
    this.#outbox.push(...sent.map((attempt) => ({do: 'send' as const, attempt})))
    if (sent.length > 0)
      this.#reading = readings.notePending(this.#reading, this.#inProgress(overview), this.#now)
    this.#queue.push(...news)
  }

  #known(overview: Overview): Overview {
    return withMade(overview, this.#writing.attempts)
  }

  #needs(): Needs[] {
    return this.#features.map((feature) => feature.needs())
  }

  #facts(): Facts {
    const {overview} = this.#reading
    return factsOf({
      now: this.#now,
      serial: this.#serial,
      serverNow: this.serverNow(this.#now),
      known: overview && this.#known(overview),
      attempts: this.#writing.attempts,
      features: this.#features,
    })
  }

  /** A hidden page rests, but for what a person was told would go on by itself, and for what it does not know. */
  #isWatching(): boolean {
    return this.#window.isVisible || this.isWorking || this.#writing.attempts.some(isOpen)
  }

  #overviewAt(): number | null {
    const isChecking = this.#writing.attempts.some(
      ({stage}) => stage.name === 'checking' && stage.problem !== null,
    )
    return this.#isWatching() ? readings.nextReadAt(this.#reading, isChecking, this.#now) : null
  }

  #featureReads(): FeatureRead[] {
    const {overview, problem} = this.#reading
    if (!overview || problem || !this.#isWatching()) return []
    const facts = this.#facts()
    return this.#features.flatMap((feature) => feature.read(facts) ?? [])
  }

  /** What is to be found again after a reload. */
  get remember(): Remember {
    if (!this.#isResumed) return this.#window.remembered
    const site = this.#reading.overview?.siteName ?? null
    return {value: toRemember(site, this.#begun, this.#writing, this.#features)}
  }
}
