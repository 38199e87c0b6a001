import type {Call} from '../operations/operation'
import type {CallLimiter} from '../wix/call-limiter'
import {readWixFailure, type WixFailure} from '../wix/wix-problem'
import type {WixRequest} from '../wix/wix-request'

/** A slice ends here, so that what is under way still fits the request. */
const SLICE_MS = 7_000
/** Calls. */
const WORTH_WAITING_FOR = 60

export type Attempted<T> = {ok: true; value: T} | {ok: false; failure: WixFailure}

/** The calls of one slice: within Wix's limits, and over before the request is. */
export class Paced {
  private readonly started = performance.now()

  private readonly request: WixRequest
  private readonly limiter: CallLimiter
  /** Where what must last is kept. */
  readonly historyId: string

  constructor({request, limiter, historyId}: Pick<Call, 'request' | 'limiter' | 'historyId'>) {
    this.request = request
    this.limiter = limiter
    this.historyId = historyId
  }

  /** Repeated where Wix gives no answer: reading twice changes nothing. */
  read<T>(call: () => Promise<T>): Promise<T> {
    return this.request.read(() => this.limiter.run(call))
  }

  /** Once. What became of it after an unclear answer is for the caller to look up. */
  async write<T>(call: () => Promise<T>): Promise<Attempted<T>> {
    try {
      return {ok: true, value: await this.limiter.run(() => this.request.once(call))}
    } catch (error) {
      return {ok: false, failure: readWixFailure(error)}
    }
  }

  /** Whether this slice should end: its time is over, or this minute's calls are used up. */
  isOver(): boolean {
    return performance.now() - this.started > SLICE_MS || this.limiter.waitMs() > 0
  }

  /** How long the next slice should wait. Not for a single call: each slice has some that are not its work. */
  waitMs(): number {
    return this.limiter.waitMs() > 0 ? this.limiter.waitMs(WORTH_WAITING_FOR) : 0
  }

  /** All of them, as many at once as Wix should see. After a failure none is begun, and nothing is under way any more. */
  async each<T>(list: readonly T[], work: (entry: T) => Promise<void>): Promise<void> {
    let position = 0
    const failures: unknown[] = []
    const worker = async () => {
      while (position < list.length && failures.length === 0) {
        await work(list[position++]!).catch((error: unknown) => failures.push(error))
      }
    }
    await Promise.all(Array.from({length: Math.min(this.limiter.atOnce, list.length)}, worker))
    if (failures.length > 0) throw failures[0]
  }
}
