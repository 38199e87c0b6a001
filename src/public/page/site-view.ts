import {plainProblem, type PageProblem} from './page-problem'
import type {Reading} from './reading'

/** The part of the page's state that is no feature's. */
export interface SiteView {
  phase: 'loading' | 'ready' | 'failed'
  /** With `failed`: why there is nothing to show. With `ready`: why what is shown may be old. */
  problem: PageProblem | null
  /** A person asked for it to be read again. */
  refreshing: boolean
  /** The backend's clock when this was read; the element counts on from here. */
  now: string | null
  siteName: string | null
  collectionsProblem: PageProblem | null
}

/** What is kept across a reload, by the element or by the host; `null`: what is kept already. */
export type Remember = {value: unknown} | null

export function viewReading({overview, problem, isRefreshing}: Reading): SiteView {
  const collectionsProblem = overview?.collectionsProblem ?? null
  return {
    phase: overview ? 'ready' : problem ? 'failed' : 'loading',
    problem,
    refreshing: isRefreshing,
    now: overview?.now ?? null,
    siteName: overview?.siteName ?? null,
    collectionsProblem: collectionsProblem && plainProblem(collectionsProblem),
  }
}
