import type {ApplyRestoration} from './content/apply-restoration'
import type {Copy, CopyContent} from './content/copy-content'
import type {DigesterRole} from './content/file-digest'
import type {RemoveItems} from './content/remove-items'
import type {ItemCondition} from './content/write-items'
import type {FieldLinks, Link} from './content/replace-links'
import type {WrittenLinks} from './split-references'
import type {Environment, EngineErrorCode, Filter, Query, WriteMode, WriteResult, WriteRights} from './types'

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
      rights: WriteRights
      /** Of a collection that has drafts: what an item is that does not say. */
      publishStatus?: string
      /** What is written of each item beside it. */
      links?: WrittenLinks[][]
      maxItems?: number
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
      rights: WriteRights
    }
    answer: string
  }
  removeItems: {
    ask: RemoveItems & {environment: Environment}
    answer: WriteResult[]
  }
  truncateCollection: {
    ask: Pick<RemoveItems, 'collectionId' | 'referring'> & {environment: Environment}
    answer: void
  }
  removeContentOfUnknownCollections: {ask: {knownIds: string[]}; answer: void}
  insertReferences: {ask: {environment: Environment; links: Link[]; onlyOf?: string}; answer: void}
  removeReferences: {
    ask: {environment: Environment; links: Omit<Link, 'targetCollectionId'>[]; onlyOf?: string}
    answer: void
  }
  replaceReferences: {ask: {environment: Environment; links: FieldLinks; onlyOf?: string}; answer: void}
  applyRestoration: {ask: ApplyRestoration; answer: void}
}

/** What a read is of. Without a time, of the newest content. */
export interface ReadFrom {
  environment: Environment
  asOf?: number
}

export interface ReaderRequests {
  /** Keeps the live content as it is now, for reads that lag behind the write that follows. */
  keepState: {ask: {time: number}; answer: void}
  forgetStates: {ask: Record<string, never>; answer: void}
  queryItems: {
    ask: ReadFrom & {collectionId: string; query: Query; multiReferences: string[]}
    answer: {items: string[]; total: number | undefined}
  }
  countItems: {
    ask: ReadFrom & {collectionId: string; filter: Filter | undefined; multiReferences: string[]}
    answer: number
  }
  getItem: {
    ask: ReadFrom & {collectionId: string; itemId: string}
    answer: string | null
  }
  listLinks: {
    ask: ReadFrom & {
      collectionId: string
      field: string
      itemIds: string[]
      paging: {limit: number; offset: number}
    }
    answer: {items: {itemId: string; targetId: string}[]; total: number}
  }
  listReferences: {ask: ReadFrom & {collectionId: string; field: string; itemId: string}; answer: string[]}
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
