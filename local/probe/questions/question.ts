import type {ProbeSite, Refused} from '../probe-site'

/** What a site said. `null`: it could not be told there. */
export interface Answer {
  observed: string
  asAssumed: boolean | null
}

export interface Question {
  question: string
  /** What the local Wix does, because somebody had to decide. */
  assumed: string
  /** Touches nothing but the probe's own collections, and takes at most one backup, where a place for it is free. */
  isHarmless?: true
  ask(site: ProbeSite): Promise<Answer>
}

export function is(observed: string, assumed: string): Answer {
  return {observed, asAssumed: observed === assumed}
}

export function refusedWith({refused}: Refused): string {
  return `refused with ${refused}`
}
