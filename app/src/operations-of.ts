import {newProcess, type Process} from 'backend/operations/operation'
import {createOperations} from 'backend/operations/operations'
import {CallLimiter} from 'backend/wix/call-limiter'
import {siteNameReader} from 'backend/wix/site-name-reader'
import {VELO_TIMING} from 'backend/wix/wix-request'
import {automaticOperations, type AutomaticOperations} from './automatic/automatic-operations'
import {namespace} from '../namespace.json'
import {HISTORY_ID_SUFFIX} from './extensions/backend/data-collections/history-collection'
import {takeTurn, type Queue} from './take-turn'

/** A create, with what it looks for first and afterwards, is over by then. */
const CREATE_MS = 12_000
/** The same after everything else that tells whether one is due. */
const IF_DUE_MS = 30_000

/**
 * The operations, for one call of one installation. A worker serves many sites, and a call whose caller has gone
 * ends there without a word: what calls share is kept by installation, and is plain data that no call waits for
 * another one to change.
 */
export function operationsOf(instanceId: string): {
  operations: ReturnType<typeof createOperations>
  automatic: AutomaticOperations
} {
  const {creating, backingUpIfDue, calls, readSiteName} = installation(instanceId)
  const process: Process = {
    ...newProcess(VELO_TIMING, new CallLimiter(undefined, calls)),
    inTurn: (work) => takeTurn(creating, CREATE_MS, work),
    readSiteName,
    historyId: `${namespace}/${HISTORY_ID_SUFFIX}`,
  }
  const operations = createOperations(process)
  const automatic = automaticOperations(instanceId, process, operations, (work) =>
    takeTurn(backingUpIfDue, IF_DUE_MS, work),
  )
  return {operations, automatic}
}

interface Installation {
  creating: Queue
  backingUpIfDue: Queue
  /** When calls to Wix began in the last minute. */
  calls: number[]
  readSiteName: () => Promise<string | null>
}

/** As many as are in use at a time: what is kept only saves questions. */
const MOST_INSTALLATIONS = 1_000
const installations = new Map<string, Installation>()

function installation(instanceId: string): Installation {
  const known = installations.get(instanceId)
  if (known) return known
  const oldest = installations.size >= MOST_INSTALLATIONS ? installations.keys().next().value : undefined
  if (oldest !== undefined) installations.delete(oldest)
  const fresh: Installation = {creating: {}, backingUpIfDue: {}, calls: [], readSiteName: siteNameReader()}
  installations.set(instanceId, fresh)
  return fresh
}
