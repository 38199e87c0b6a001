/**
 * The threads, so that the event loop never waits for a disk: one writer (the only connection that changes
 * content), one reader, and a copier for each backup. Bundled into .build/local/engine-worker.cjs.
 */
import {parentPort, workerData} from 'node:worker_threads'
import {applyRestoration} from './content/apply-restoration'
import {CHECKPOINT_PAGES, openContent} from './content/content-schema'
import {copyContent} from './content/copy-content'
import {shareFileDigest} from './content/file-digest'
import {countItems, getItem, listLinks, listReferences, queryItems} from './content/read-items'
import {removeContentOfUnknownCollections, removeItems, truncateCollection} from './content/remove-items'
import {patchItems, writeItems} from './content/write-items'
import {insertReferences, removeReferences, replaceReferences} from './content/write-references'
import {crashPointFor} from './crash-point'
import {type Database, openDatabase} from './open-database'
import type {Item, ItemPatch} from './types'
import type {
  CopierMessage,
  Handlers,
  Question,
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
    insertReferences: ({links}) => insertReferences(live, links),
    removeReferences: ({links}) => removeReferences(live, links),
    replaceReferences: (links) => replaceReferences(live, links),
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
  answerQuestions(handlers, databases)
}

function read(files: {live: string; sandbox: string}): void {
  const open = (file: string) => openDatabase(file, {readOnly: true, cacheKb: 32_000})
  const databases = {live: open(files.live), sandbox: open(files.sandbox)}
  const handlers: Handlers<ReaderRequests> = {
    queryItems: ({environment, collectionId, query, multiReferences}) =>
      queryItems(databases[environment], collectionId, query, multiReferences),
    countItems: ({environment, collectionId, filter, multiReferences}) =>
      countItems(databases[environment], collectionId, filter, multiReferences),
    getItem: ({environment, collectionId, itemId}) => getItem(databases[environment], collectionId, itemId),
    listLinks: ({collectionId, field, itemIds, paging}) =>
      listLinks(databases.live, collectionId, field, itemIds, paging),
    listReferences: ({collectionId, field, itemId}) =>
      listReferences(databases.live, collectionId, field, itemId),
  }
  answerQuestions(handlers, databases)
}

function copy(task: WorkerRole & {role: 'copier'}): void {
  const tell = (message: CopierMessage) => port.postMessage(message)
  try {
    tell({copy: copyContent(task.copy, () => tell({pinned: true}), crashPoint)})
  } catch (error) {
    tell({failure: (error as Error).message})
  }
}

function answerQuestions(handlers: object, databases: Record<string, Database>): void {
  port.on('message', (message: Question | 'close') => {
    if (message === 'close') {
      for (const db of Object.values(databases)) db.close()
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
