import type {Backup, Restoration} from 'public/contract'
import {BackupsError} from 'public/backups-error'
import type {ProblemFacts} from 'public/rules/explain-problem'
import {readWixFailure, wixProblem, WixTimeout} from './wix-problem'

/** Milliseconds, from when the request arrives. A Velo request lives 14 s; what is left over is for the way back. */
export interface Timing {
  budget: number
  read: number
  write: number
  /** First wait between two looks; doubles, with jitter. */
  backoff: number
}

export const VELO_TIMING: Timing = {budget: 12_000, read: 4_000, write: 6_000, backoff: 200}

const MOST_READS = 4

/** What a look after an unclear answer saw: what may be answered with, or what it may have been. */
export type Look<T> = {found: T} | {candidates?: Backup[] | Restoration[]; isAmbiguous?: boolean}

/**
 * The calls of one web method to Wix. Reads are repeated within the budget; a write never is: after an unclear
 * answer it is looked for instead, and the caller gets what was found, marked as such, or OUTCOME_UNKNOWN.
 */
export class WixRequest {
  private readonly deadline: number

  constructor(private readonly timing: Timing = VELO_TIMING) {
    this.deadline = performance.now() + timing.budget
  }

  async read<T>(call: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.within(this.timing.read, call)
      } catch (error) {
        const failure = readWixFailure(error)
        // Throttled means "wait a minute", which is longer than this request lives.
        const worthRepeating = failure.unclear && failure.facts.code === 'UNAVAILABLE' && attempt < MOST_READS
        if (!worthRepeating || !(await this.waited(attempt))) throw wixProblem(failure)
      }
    }
  }

  /** One attempt, for what may be left unknown. */
  async once<T>(call: () => Promise<T>): Promise<T> {
    return this.within(this.timing.read, call)
  }

  /**
   * Throws UNAVAILABLE where a write that began now could end after its caller has gone: what waited for its turn that
   * long is refused before Wix is asked for anything.
   */
  checkTimeToWrite(): void {
    this.checkTime(this.timing.write, 'Too little time was left for this, and Wix was not asked')
  }

  /** `otherwise` is the sentence, without its full stop, for a caller who would have to be told half of what there is. */
  checkTimeToRead(otherwise: string): void {
    this.checkTime(this.timing.read, otherwise)
  }

  /**
   * `look` sees what the call may have made; `doing` completes "Wix did not say whether it …"; `known` is what a
   * refusal is about, which Wix does not repeat.
   */
  async write<T>(
    call: () => Promise<T>,
    doing: string,
    look: () => Promise<Look<T>>,
    known: Partial<ProblemFacts> = {},
  ): Promise<T> {
    this.checkTimeToWrite()
    try {
      return await this.within(this.timing.write, call)
    } catch (error) {
      const failure = readWixFailure(error)
      if (!failure.unclear) throw wixProblem(failure, known)
      const seen = await this.lookFor(look)
      if (seen && 'found' in seen) return seen.found
      const {requestId} = failure.facts
      throw BackupsError.of({
        code: 'OUTCOME_UNKNOWN',
        detail: doing,
        ...(requestId !== undefined && {requestId}),
        ...(seen?.candidates && {candidates: seen.candidates}),
      })
    }
  }

  /** Wix may list what it has just done only after a moment: as long as there is nothing, it looks again. */
  private async lookFor<T>(look: () => Promise<Look<T>>): Promise<Look<T> | undefined> {
    let seen: Look<T> | undefined
    for (let attempt = 1; attempt < MOST_READS; attempt++) {
      try {
        seen = await this.within(this.timing.read, look)
        if ('found' in seen || seen.isAmbiguous) return seen
      } catch {
        // Not seen is not the same as not there: the caller says OUTCOME_UNKNOWN either way.
      }
      if (!(await this.waited(attempt))) break
    }
    return seen
  }

  private checkTime(needed: number, detail: string): void {
    if (this.left() < needed) throw BackupsError.of({code: 'UNAVAILABLE', detail})
  }

  private left(): number {
    return this.deadline - performance.now()
  }

  private async waited(attempt: number): Promise<boolean> {
    const wait = this.timing.backoff * 2 ** (attempt - 1) * (0.5 + Math.random())
    if (wait >= this.left()) return false
    await new Promise((resolve) => setTimeout(resolve, wait))
    return true
  }

  private async within<T>(most: number, call: () => Promise<T>): Promise<T> {
    const left = Math.min(most, this.left())
    if (left <= 0) throw new WixTimeout('No time left for this call')
    let timer: ReturnType<typeof setTimeout> | undefined
    const timeout = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new WixTimeout(`No answer within ${Math.round(left)} ms`)), left)
    })
    try {
      return await Promise.race([call(), timeout])
    } finally {
      clearTimeout(timer)
    }
  }
}
