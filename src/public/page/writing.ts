import type {Overview} from '../contract'
import type {Answer} from './answer'
import {
  answered,
  begin,
  isEnded,
  isOpen,
  looked,
  needsFreshRead,
  notLooked,
  notSent,
  resumed,
  send,
  type Attempt,
  type Write,
} from './attempt'
import {newEnds, noEnds, type Ends} from './ends'
import type {Needs, PageEvent} from './feature'
import type {PageProblem} from './page-problem'
import {withMade} from './site'
import type {Remembered} from './remembered'
import {idOfMade, type Made} from './writes/write-kind'

/**
 * All attempts, several at once, and what they made until it has ended. Each method answers with what is news:
 * an attempt that has to be checked or has ended, and work that has ended.
 */
export class Writing {
  #attempts: Attempt[] = []
  #ends: Ends = noEnds
  /** IDs of what was found after an unclear answer, until it has ended. */
  #uncertain: string[] = []
  #changes = 0

  /** Oldest first. */
  get attempts(): readonly Attempt[] {
    return this.#attempts
  }

  get uncertain(): readonly string[] {
    return this.#uncertain
  }

  /** IDs of what was told to have ended. */
  get told(): readonly string[] {
    return this.#ends.told
  }

  /** Grows with each write's sending and answer: a read across one says nothing about it. */
  get changes(): number {
    return this.#changes
  }

  begin(id: string, owner: string, write: Write, known: Overview, earlier: string[] | null = null): void {
    this.#attempts = [...this.#attempts, begin(id, owner, write, known, earlier)]
  }

  /** What was sent can't be taken back. */
  withdraw(id: string): void {
    this.#attempts = this.#attempts.filter((attempt) => attempt.id !== id || attempt.stage.name !== 'waiting')
  }

  /** Of before a reload. */
  resume(
    {attempts, uncertain, told}: Pick<Remembered, 'attempts' | 'uncertain' | 'told'>,
    now: number,
  ): void {
    this.#attempts = [...attempts.map((attempt) => resumed(attempt, now)), ...this.#attempts]
    this.#uncertain = [...uncertain, ...this.#uncertain]
    this.#ends = {...this.#ends, told: [...told, ...this.#ends.told]}
  }

  /** Whether something waits for the site to be read. */
  get isWaiting(): boolean {
    return this.#attempts.some(({stage}) => stage.name === 'waiting')
  }

  /** What can be sent now. `isFresh`: the site has just been read. */
  sendWaiting(known: Overview, isFresh: boolean, now: number): {sent: Attempt[]; news: PageEvent[]} {
    const isReady = (attempt: Attempt) =>
      attempt.stage.name === 'waiting' && (isFresh || !needsFreshRead(attempt))
    const ready = new Set(this.#attempts.filter(isReady).map(({id}) => id))
    const news = this.#change((attempt) => (ready.has(attempt.id) ? send(attempt, known, now) : attempt))
    const sent = this.#attempts.filter(({id, stage}) => ready.has(id) && stage.name === 'working')
    this.#changes += sent.length
    return {sent, news}
  }

  answered(id: string, answer: Answer<Made>, now: number): PageEvent[] {
    this.#changes += 1
    return this.#change((attempt) =>
      attempt.id === id && attempt.stage.name === 'working' ? answered(attempt, answer, now) : attempt,
    )
  }

  read(site: Overview, now: number): PageEvent[] {
    return this.#change((attempt) => looked(attempt, site, now))
  }

  notRead(problem: PageProblem, now: number): PageEvent[] {
    return this.#change((attempt) =>
      attempt.stage.name === 'waiting' ? notSent(attempt, problem) : notLooked(attempt, now),
    )
  }

  /** What has ended since, of what was seen in progress, was made here, or is waited for. */
  newEnds(site: Overview, needs: readonly Needs[]): PageEvent[] {
    const awaited = needs.flatMap(({restorations}) => restorations)
    const own = [...this.#attempts.flatMap(madeIds), ...awaited.map(({id}) => id)]
    const {ends, ended} = newEnds(this.#ends, withMade(site, this.#attempts), own)
    this.#ends = ends
    const uncertain = new Set([
      ...this.#uncertain,
      ...awaited.flatMap(({id, isCertain}) => (isCertain ? [] : [id])),
    ])
    const ids = new Set(ended.map(idOfMade))
    this.#uncertain = this.#uncertain.filter((id) => !ids.has(id))
    return ended.map((work) => ({type: 'ended', work, isCertain: !uncertain.has(idOfMade(work))}))
  }

  /** Lists lag no longer behind what was made this long ago. */
  forgetOld(now: number): void {
    this.#attempts = this.#attempts.filter(
      (attempt) => isOpen(attempt) || (attempt.stage.name === 'done' && now < attempt.stage.shownUntil),
    )
  }

  #change(change: (attempt: Attempt) => Attempt): PageEvent[] {
    const before = this.#attempts
    const after = before.map(change)
    this.#attempts = after.filter((attempt) => isOpen(attempt) || madeIds(attempt).length > 0)
    const moved = after.filter((attempt, index) => attempt.stage.name !== before[index]?.stage.name)
    const uncertain = moved.filter(({stage}) => stage.name === 'done' && !stage.isCertain)
    this.#uncertain = [...this.#uncertain, ...uncertain.flatMap(madeIds)]
    return moved
      .filter((attempt) => attempt.stage.name === 'checking' || isEnded(attempt))
      .map((attempt) => ({type: 'attempt', attempt}))
  }
}

/** What a done attempt made. */
function madeIds({stage}: Attempt): string[] {
  if (stage.name !== 'done' || stage.made === null) return []
  return [idOfMade(stage.made)]
}
