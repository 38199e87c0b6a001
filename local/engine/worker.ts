/**
 * The threads, so that the event loop never waits for a disk: one writer (the only connection that changes
 * content), one reader, and a copier for each backup. Bundled into .build/local/engine-worker.cjs.
 */
import {parentPort, workerData} from 'node:worker_threads'
import {applyRestoration} from './content/apply-restoration'
import {CHECKPOINT_PAGES, openContent} from './content/content-schema'
import {copyContent} from './content/copy-content'
import {shareFileDigest} from './content/file-digest'
import {PastStates} from './content/past-states'
import {countItems, getItem, listLinks, listReferences, queryItems} from './content/read-items'
import {removeContentOfUnknownCollections, removeItems, truncateCollection} from './content/remove-items'
import {patchItems, writeItems} from './content/write-items'
import {insertReferences, removeReferences, replaceReferences} from './content/write-references'
import {crashPointFor} from './crash-point'
import {openDatabase} from './open-database'
import type {Item, ItemPatch} from './types'
import type {
  CopierMessage,
  Handlers,
  Question,
  ReadFrom,
  ReaderRequests,
  Reply,
  WorkerRole,
  WriterRequests,
} from './worker-protocol'
import {failureOf} from './worker-failure'

const port = parentPort!
const task = workerData as WorkerRole
const crashPoint = crashPointFor('crashAt' in task ? task.crashAt : undefined)

const nothing = () => undefined
let afterReply: () => void = nothing

try {
  if (task.role === 'writer') write(task)
  if (task.role === 'reader') read(task)
  if (task.role === 'copier') copy(task)
  if (task.role === 'digester') shareFileDigest(task.file, task.durable, task.shared)
} catch (error) {
  // libsql's own errors lose their message on the way to another thread.
  throw new Error((error as Error).message)
}

function write(files: {live: string; sandbox: string}): void {
  const databases = {live: openContent(files.live), sandbox: openContent(files.sandbox)}
  const {live} = databases
  const handlers: Handlers<WriterRequests> = {
    appliedNumber: () => live.get<{user_version: number}>('PRAGMA user_version')!.user_version,
    writeItems: ({environment, items, ...write}) =>
      JSON.stringify(writeItems(databases[environment], {...write, items: JSON.parse(items) as Item[]})),
    patchItems: ({environment, patches, ...patch}) =>
      JSON.stringify(
        patchItems(databases[environment], {...patch, patches: JSON.parse(patches) as ItemPatch[]}),
      ),
    removeItems: ({environment, ...remove}) => removeItems(databases[environment], remove),
    truncateCollection: ({environment, ...truncate}) => truncateCollection(databases[environment], truncate),
    removeContentOfUnknownCollections: ({knownIds}) => {
      for (const db of Object.values(databases)) removeContentOfUnknownCollections(db, knownIds)
    },
    insertReferences: ({environment, links, onlyOf}) =>
      insertReferences(databases[environment], links, onlyOf),
    removeReferences: ({environment, links, onlyOf}) =>
      removeReferences(databases[environment], links, onlyOf),
    replaceReferences: ({environment, links, onlyOf}) =>
      replaceReferences(databases[environment], links, onlyOf),
    applyRestoration(restoration) {
      // A restore's log can be as large as the content. It is durable as it is: whoever waits need not wait
      // for it to be moved into the database as well.
      live.exec('PRAGMA wal_autocheckpoint = 0')
      afterReply = () => {
        try {
          live.all('PRAGMA wal_checkpoint(PASSIVE)')
        } catch {
          // A full disk, say. The log is durable as it is, and SQLite tries again after a later write.
        } finally {
          live.exec(`PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`)
        }
      }
      applyRestoration(live, restoration, crashPoint)
    },
  }
  answerQuestions(handlers, Object.values(databases))
}

function read(files: {live: string; sandbox: string}): void {
  const open = (file: string) => openDatabase(file, {readOnly: true, cacheKb: 32_000})
  const databases = {live: open(files.live), sandbox: open(files.sandbox)}
  const past = new PastStates(files.live, databases.live)
  const from = ({environment, asOf}: ReadFrom) =>
    environment === 'live' && asOf !== undefined ? past.asOf(asOf) : databases[environment]
  const handlers: Handlers<ReaderRequests> = {
    keepState: ({time}) => past.keep(time),
    forgetStates: () => past.forgetAll(),
    queryItems: ({collectionId, query, multiReferences, ...read}) =>
      queryItems(from(read), collectionId, query, multiReferences),
    countItems: ({collectionId, filter, multiReferences, ...read}) =>
      countItems(from(read), collectionId, filter, multiReferences),
    getItem: ({collectionId, itemId, ...read}) => getItem(from(read), collectionId, itemId),
    listReferences: ({collectionId, field, itemId, ...read}) =>
      listReferences(from(read), collectionId, field, itemId),
    listLinks: ({collectionId, field, itemIds, paging, ...read}) =>
      listLinks(from(read), collectionId, field, itemIds, paging),
  }
  answerQuestions(handlers, [past, ...Object.values(databases)])
}

function copy(task: WorkerRole & {role: 'copier'}): void {
  const tell = (message: CopierMessage) => port.postMessage(message)
  try {
    tell({copy: copyContent(task.copy, () => tell({pinned: true}), crashPoint)})
  } catch (error) {
    tell({failure: (error as Error).message})
  }
}

function answerQuestions(handlers: object, opened: {close: () => void}[]): void {
  port.on('message', (message: Question | 'close') => {
    if (message === 'close') {
      for (const one of opened) one.close()
      port.close()
      return
    }
    const {id, name, ask} = message
    let reply: Reply
    try {
      reply = {id, answer: (handlers as Record<string, (ask: unknown) => unknown>)[name]!(ask)}
    } catch (error) {
      reply = {id, failure: failureOf(error)}
    }
    port.postMessage(reply)
    const after = afterReply
    afterReply = nothing
    after()
  })
}
