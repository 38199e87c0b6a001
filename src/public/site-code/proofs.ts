import {listProofs as listProofsMethod, proveBackup as proveBackupMethod} from 'backend/backups.web'
import {askBackend} from '../ask-backend'
import type * as json from '../copies-contract'
import {waiting, type WaitOptions} from './waiting'

/** A drill: whether a sample of a backup came back as it was, and how long that took. */
export type Proof = Omit<json.Proof, 'backupRequestedDate' | 'date'> & {
  backupRequestedDate: Date
  /** When it ended; `null` while it is IN_PROGRESS. */
  date: Date | null
}

export interface ProveOptions extends WaitOptions {
  /** The ID of a proof that is IN_PROGRESS, to go on with. */
  proofId?: string
}

/**
 * Proves a backup: at most three of its collections are restored beside the originals, compared with them, and removed.
 * `items` of `of` came back as they were, in `ms`. When the time is over first, the proof is IN_PROGRESS: call again with
 * its ID. Throws what `lookInside` throws.
 */
export async function proveBackup(backupId: string, options: ProveOptions = {}): Promise<Proof> {
  const {isOver, pause} = waiting(options)
  let next = (Object(options) as ProveOptions).proofId ?? null
  for (;;) {
    // A slice that was done already is not done again: asking for it twice changes nothing.
    const slice = await askBackend('write', proveBackupMethod, backupId, next)
    if (slice.next === null || isOver()) return toProof(slice)
    next = slice.next
    await pause(slice.waitMs)
  }
}

/** Proofs that are done, newest first. */
export async function listProofs(): Promise<Proof[]> {
  return (await askBackend('read', listProofsMethod)).map(toProof)
}

function toProof(proof: json.Proof): Proof {
  const {id, status, backupId, backupRequestedDate, collections, date, items, of, ms, reason} = proof
  return {
    id,
    status,
    backupId,
    backupRequestedDate: new Date(backupRequestedDate),
    collections,
    date: date === null ? null : new Date(date),
    items,
    of,
    ms,
    reason,
  }
}
