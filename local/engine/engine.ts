import {advance, FOLDER_CREATED, lateCopies, nextDue} from './advance'
import {DEFAULT_SETTINGS} from './assumptions'
import {createCollection, deleteCollection, updateCollection} from './collections'
import {crashPointFor} from './crash-point'
import {createBackup} from './create-backup'
import {openDataFolder, unusable} from './data-folder'
import {deleteBackup} from './delete-backup'
import type {EngineContext} from './engine-context'
import {startThread} from './engine-thread'
import {itemOperations} from './items'
import {lookupBackup, lookupCollection} from './lookup'
import {openMetaStore, publicBackup} from './meta-store'
import {recover} from './recover'
import {restoreBackup, restorePartialBackup} from './restore-backup'
import {seedBackup} from './seed-backup'
import type {Engine, EngineOptions, EngineSettings} from './types'
import type {CrashStep, WriterRequests} from './worker-protocol'

/**
 * Opens (and creates) a data folder: EngineError DATA_FOLDER_UNUSABLE, DATA_FOLDER_NEWER or DATA_FOLDER_IN_USE
 * where that cannot be, with nothing changed. `crashAt` is for the crash tests alone.
 */
export async function openEngine(options: EngineOptions & {crashAt?: CrashStep}): Promise<Engine> {
  const context = await openContext(options)
  await recover(context)
  const {meta} = context
  let closed: Promise<void> | undefined

  return {
    listCollections: () => meta.collections(),
    getCollection: (id) => lookupCollection(context, id),
    createCollection: (input) => createCollection(context, input),
    deleteCollection: (id) => deleteCollection(context, id),
    updateCollection: (id, change) => updateCollection(context, id, change),

    ...itemOperations(context),

    createBackup: () => createBackup(context, 'ON_DEMAND'),
    getBackup: (id) => publicBackup(lookupBackup(context, id)),
    listBackups: (by) => meta.listBackups(by),
    deleteBackup: (id) => deleteBackup(context, id),
    restoreBackup: (id) => restoreBackup(context, id),
    restorePartialBackup: (id, collections) => restorePartialBackup(context, id, collections),
    listRestorations: (by) => meta.listRestorations(by),
    seedBackup: (type, requestedDate) => seedBackup(context, type, requestedDate),

    async tick() {
      await context.advance()
      for (let late = lateCopies(context); late.length > 0; late = lateCopies(context)) {
        await Promise.all(late)
        await context.advance()
      }
    },
    nextDue: () => nextDue(context),
    idle: () => idle(context),
    get settings() {
      return {...context.settings}
    },
    changeSettings(settings) {
      Object.assign(context.settings, settings)
      if (!context.settings.readLagMs) forgetPastStates(context)
      meta.writeValue(SETTINGS, JSON.stringify(context.settings))
    },

    subscribe(listener) {
      context.listeners.add(listener)
      return () => void context.listeners.delete(listener)
    },
    failNext: (what, times) => void (context.faults[what] = times),

    readValue: (key) => meta.readValue(key),
    writeValue: (key, value) => meta.writeValue(key, value),

    close: () => (closed ??= close(context)),
  }
}

const SETTINGS = '.settings'

async function openContext(options: EngineOptions & {crashAt?: CrashStep}): Promise<EngineContext> {
  const {now, newId, log, crashAt} = options
  const folder = openDataFolder(options.folder)
  const files = {live: folder.live, sandbox: folder.sandbox, crashAt}
  let writer: EngineContext['writer'] | undefined
  let meta: EngineContext['meta']
  try {
    writer = startThread({role: 'writer', ...files})
    // The reader opens what the writer creates.
    await writer.ask('appliedNumber', {})
    meta = await openMetaStore(folder)
  } catch (error) {
    await writer?.close()
    folder.unlock()
    throw unusable(options.folder, error)
  }
  if (meta.readValue(FOLDER_CREATED) === null) meta.writeValue(FOLDER_CREATED, String(now()))
  const settings: EngineSettings = {
    ...DEFAULT_SETTINGS,
    ...(JSON.parse(meta.readValue(SETTINGS) ?? '{}') as Partial<EngineSettings>),
    ...options.settings,
  }

  const reader: EngineContext['reader'] = startThread({role: 'reader', ...files})
  let last: Promise<void> = Promise.resolve()
  const context: EngineContext = {
    now,
    newId,
    log,
    folder,
    meta,
    writer: keepingPastStates(writer, reader, now, settings),
    reader,
    settings,
    copies: new Map(),
    faults: {backup: 0, restoration: 0},
    listeners: new Set(),
    crashAt,
    crashPoint: crashPointFor(crashAt),
    advance() {
      const turn = last.then(() => advance(context))
      last = turn.catch(() => undefined)
      return turn
    },
    settled: () => last,
  }
  return context
}

const CHANGES_CONTENT: ReadonlySet<keyof WriterRequests> = new Set([
  'writeItems',
  'patchItems',
  'removeItems',
  'truncateCollection',
  'insertReferences',
  'removeReferences',
  'replaceReferences',
  'applyRestoration',
])

/** Where reads lag behind writes, the reader keeps what there was before each write. */
function keepingPastStates(
  writer: EngineContext['writer'],
  reader: EngineContext['reader'],
  now: () => number,
  settings: EngineSettings,
): EngineContext['writer'] {
  return {
    ...writer,
    async ask(name, ask) {
      if (settings.readLagMs && CHANGES_CONTENT.has(name)) await reader.ask('keepState', {time: now()})
      return writer.ask(name, ask)
    },
  }
}

function forgetPastStates(context: EngineContext): void {
  context.reader
    .ask('forgetStates', {})
    .catch((error: Error) => context.log(`past states could not be forgotten: ${error.message}`))
}

/** Waits; starts nothing that is due. */
async function idle(context: EngineContext): Promise<void> {
  do {
    await Promise.all(context.copies.values())
    await context.settled()
  } while (context.copies.size > 0)
}

async function close(context: EngineContext): Promise<void> {
  await idle(context)
  await context.reader.close()
  await context.writer.close()
  await context.meta.close()
  context.folder.unlock()
}
