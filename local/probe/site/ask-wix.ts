import {PREFIX} from '../probe-site'
import type {Backup, RestorationCollection, WixCalls} from '../wix-calls'

/** What a call that a page asked for came to. An error crosses as JSON, as the SDK throws it. */
export type Asked =
  {ok: true; value: unknown} | {ok: false; error: {message: string; status?: number; details?: unknown}}

const MOST_ON_DEMAND = 3
const HOUR_MS = 60 * 60 * 1000

/**
 * Makes one call for the page. Whoever may call this may see the site's backups and items anyway; but it changes
 * nothing except the probe's own collections, evicts no backup and deletes none that is older than an hour.
 */
export async function askWix(calls: WixCalls, call: unknown, args: unknown): Promise<Asked> {
  try {
    if (typeof call !== 'string' || !Object.hasOwn(calls, call) || !Array.isArray(args)) {
      throw new Error('The probe knows no such call.')
    }
    await checkHarmless(calls, call as keyof WixCalls, args)
    const made = calls[call as keyof WixCalls] as (...given: unknown[]) => Promise<unknown>
    return {ok: true, value: (await made(...args)) ?? null}
  } catch (error) {
    const {message, status, details} = error as {message?: unknown; status?: unknown; details?: unknown}
    return {
      ok: false,
      error: {
        message: String(message),
        ...(typeof status === 'number' && {status}),
        ...(details !== undefined && {details}),
      },
    }
  }
}

async function checkHarmless(calls: WixCalls, call: keyof WixCalls, args: unknown[]): Promise<void> {
  switch (call) {
    case 'listBackups':
    case 'listRestorations':
      return
    case 'createBackup': {
      const holding = (await recentBackups(calls)).filter(
        ({type, status}) => type === 'ON_DEMAND' && (status === 'READY' || status === 'PENDING'),
      )
      if (holding.length >= MOST_ON_DEMAND) throw new Error('A backup more would evict one.')
      return
    }
    case 'deleteBackup': {
      const backup = (await recentBackups(calls)).find(({_id}) => _id === args[0])
      const age = Date.now() - new Date(backup?.requestedDate ?? 0).getTime()
      if (backup?.type !== 'ON_DEMAND' || age > HOUR_MS)
        throw new Error('The probe did not take that backup.')
      return
    }
    case 'restorePartialBackup':
      for (const {dataCollectionId, restoreDestination} of args[1] as RestorationCollection[]) {
        checkOwn(dataCollectionId)
        if (restoreDestination) checkOwn(restoreDestination.dataCollectionId)
      }
      return
    case 'restoreBackup':
      throw new Error('The probe restores its own collections only.')
    case 'createCollection':
      return checkOwn((args[0] as {_id?: unknown})._id)
    default:
      return checkOwn(args[0])
  }
}

function checkOwn(collectionId: unknown): void {
  if (typeof collectionId !== 'string' || !collectionId.startsWith(PREFIX)) {
    throw new Error(`${String(collectionId)} is not a collection of the probe.`)
  }
}

async function recentBackups(calls: WixCalls): Promise<Backup[]> {
  return (await calls.listBackups({limit: 100, offset: 0})).backups ?? []
}
