import type {ApplyRestoration} from './content/apply-restoration'
import type {Copy, CopyContent} from './content/copy-content'
import type {DigesterRole} from './content/file-digest'
import type {RemoveItems} from './content/remove-items'
import type {ItemCondition} from './content/write-items'
import type {FieldLinks, Link} from './content/write-references'
import type {Environment, EngineErrorCode, Filter, Query, WriteMode, WriteResult} from './types'

/** Where a crash test makes the process kill itself. */
export type CrashStep =
  | 'before the copy'
  | 'during the copy'
  | 'before the rename'
  | 'after the rename'
  | 'before the commit'
  | 'after the commit'

export type WorkerRole =
  | {role: 'writer' | 'reader'; live: string; sandbox: string; crashAt: CrashStep | undefined}
  | DigesterRole
  | {role: 'copier'; copy: CopyContent; crashAt: CrashStep | undefined}

/** What the writer can be asked: one transaction each, in the order of asking. Items travel as JSON. */
export interface WriterRequests {
  appliedNumber: {ask: Record<string, never>; answer: number}
  writeItems: {
    ask: {
      environment: Environment
      collectionId: string
      mode: WriteMode
      items: string
      owner: string
      now: number
      condition?: ItemCondition
    }
    answer: string
  }
  patchItems: {
    ask: {
      environment: Environment
      collectionId: string
      patches: string
      now: number
      condition?: ItemCondition
    }
    answer: string
  }
  removeItems: {
    ask: RemoveItems & {environment: Environment}
    answer: WriteResult[]
  }
  truncateCollection: {
    ask: Omit<RemoveItems, 'itemIds' | 'condition'> & {environment: Environment}
    answer: void
  }
  removeContentOfUnknownCollections: {ask: {knownIds: string[]}; answer: void}
  insertReferences: {ask: {links: Link[]}; answer: void}
  removeReferences: {ask: {links: Omit<Link, 'targetCollectionId'>[]}; answer: void}
  replaceReferences: {ask: FieldLinks; answer: void}
  applyRestoration: {ask: ApplyRestoration; answer: void}
}

export interface ReaderRequests {
  queryItems: {
    ask: {environment: Environment; collectionId: string; query: Query; multiReferences: string[]}
    answer: {items: string[]; total: number | undefined}
  }
  countItems: {
    ask: {
      environment: Environment
      collectionId: string
      filter: Filter | undefined
      multiReferences: string[]
    }
    answer: number
  }
  getItem: {
    ask: {environment: Environment; collectionId: string; itemId: string}
    answer: string | null
  }
  listLinks: {
    ask: {collectionId: string; field: string; itemIds: string[]; paging: {limit: number; offset: number}}
    answer: {items: {itemId: string; targetId: string}[]; total: number}
  }
  listReferences: {ask: {collectionId: string; field: string; itemId: string}; answer: string[]}
}

export type Handlers<Requests> = {
  [Name in keyof Requests]: Requests[Name] extends {ask: infer Ask; answer: infer Answer}
    ? (ask: Ask) => Answer
    : never
}

export interface Question {
  id: number
  name: string
  ask: unknown
}

export type Reply =
  | {id: number; answer: unknown}
  | {id: number; failure: {message: string; code?: EngineErrorCode; facts?: Record<string, unknown>}}

/** What a copier tells: that later writes are no longer part of the copy, and its end. */
export type CopierMessage = {pinned: true} | {copy: Copy} | {failure: string}
