import type {CallHeaders} from './velo-runtime/worker-messages'

/** Between the dashboard frame and the page frame in it, besides the dashboard's own handshake. Same origin only. */

export type ToDashboardFrame =
  | {type: 'page-ready'}
  /** A live site: this tab may not write. */
  | {type: 'refused'; message: string}

export type ToPage =
  | {type: 'start'; identity: string; headers: CallHeaders}
  /** Those of the calls from now on. */
  | {type: 'headers'; headers: CallHeaders}
