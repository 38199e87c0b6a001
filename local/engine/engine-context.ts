import type {DataFolder} from './data-folder'
import type {EngineThread} from './engine-thread'
import type {MetaStore} from './meta-store'
import type {Backup, EngineEvent, EngineSettings, Restoration} from './types'
import type {CrashStep, ReaderRequests, WriterRequests} from './worker-protocol'

/** What the operations share. */
export interface EngineContext {
  now: () => number
  newId: () => string
  log: (line: string) => void
  folder: DataFolder
  meta: MetaStore
  writer: EngineThread<WriterRequests>
  reader: EngineThread<ReaderRequests>
  settings: EngineSettings
  /** Copies that run now, by the id of their backup; each resolves when its outcome is recorded. */
  copies: Map<string, Promise<void>>
  /** How many of the next ones have to fail. */
  faults: {backup: number; restoration: number}
  listeners: Set<(event: EngineEvent) => void>
  crashAt: CrashStep | undefined
  crashPoint: (step: CrashStep) => void
  /** Does what is due, one thing after the other, whoever asks for it. */
  advance: () => Promise<void>
  /** Resolves when advance() has nothing left that it was asked for. */
  settled: () => Promise<void>
}

export function tellBackup(context: EngineContext, backup: Backup): void {
  tell(context, {type: 'backupStateChanged', backup, time: context.now()})
}

export function tellRestoration(context: EngineContext, restoration: Restoration): void {
  tell(context, {type: 'restorationStateChanged', restoration, time: context.now()})
}

function tell(context: EngineContext, event: EngineEvent): void {
  for (const listener of context.listeners) {
    try {
      listener(event)
    } catch (error) {
      context.log(`a listener for ${event.type} failed: ${(error as Error).message}`)
    }
  }
}

/** For what nobody waits for. */
export function advanceInBackground(context: EngineContext): void {
  context.advance().catch((error: Error) => context.log(`what is due could not be done: ${error.message}`))
}

export function takeFault(context: EngineContext, what: 'backup' | 'restoration'): boolean {
  if (context.faults[what] === 0) return false
  context.faults[what]--
  return true
}
