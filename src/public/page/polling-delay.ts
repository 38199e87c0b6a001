import type {PageProblemCode} from './page-problem'

const SECOND = 1000
const HOUR = 3600 * SECOND

/** What the page knows about itself when it decides when to look again. */
export interface PollingSituation {
  /** How long something has been in progress since it last moved; `null` while nothing is. */
  pendingForMs: number | null
  /** Failed reads in a row, and why the last one failed. */
  failures: number
  problem: PageProblemCode | null
}

/**
 * How long to wait before the next read, in milliseconds; `null`: not until a person asks. Quick at first and a
 * little slower later while something is in progress, so that it shows within 2 s, until it seems stuck; otherwise
 * slowly, so that a change made elsewhere shows within 15 s.
 */
export function pollingDelay({pendingForMs, failures, problem}: PollingSituation): number | null {
  if (problem !== null) {
    switch (problem) {
      // Looking again can't help before a person has done something about it.
      case 'NOT_ALLOWED':
      case 'SITE_NOT_ENABLED':
      case 'SESSION_ENDED':
        return null
      // "429 = wait a minute" (Wix Data quotas).
      case 'THROTTLED':
        return 60 * SECOND
      default:
        return Math.min(30 * SECOND, 2 ** failures * SECOND)
    }
  }
  if (pendingForMs === null) return 12 * SECOND
  if (pendingForMs < 15 * SECOND) return 1 * SECOND
  // About 100 of the 3,000 reads a minute that a site has (Wix Data quotas).
  if (pendingForMs < HOUR) return 1.8 * SECOND
  return 10 * SECOND
}
