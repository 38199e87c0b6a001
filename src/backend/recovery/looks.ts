import {BackupsError} from 'public/backups-error'
import type {OwnCopy, Look, LookCollection, LookStatus} from 'public/recovery-contract'
import {isPrivateCollection} from 'public/rules/private-collections'
import type {Call} from '../operations/operation'
import {listRestorations} from '../wix/backups'
import {deleteCollection, type ReferenceField} from '../wix/definitions'
import {hasMore, LIST_LIMIT} from '../wix/pages'
import {isCollectionMissing, listEntries, readDefinition, readEntry, updateEntry, type Entry} from './history'
import {Paced} from './paced'

/** What is kept of a look. Copies are registered here before they are made, so that none is ever forgotten. */
export interface LookBody {
  status: LookStatus
  /** Empty where it is of a copy; `backupRequestedDate` is the copy's moment then. */
  backupId: string
  backupRequestedDate: string
  /** Of a copy: whoever opened it writes what was chosen into the private copies. */
  copy?: OwnCopy
  openedDate: string
  by: string | null
  collections: KeptCollection[]
  restorationId: string | null
  /** Whether a restoration into the copies may still be under way: they can appear again until it has ended. */
  restoring: boolean
  /** Whether every copy is known to be gone. */
  removed: boolean
  reason: string | null
}

export interface KeptCollection extends LookCollection {
  displayField: string | null
  textFields: string[]
  references: ReferenceField[]
  /** All of the live collection's own; looks of earlier versions do not have it. */
  fieldKeys?: string[]
}

export type LookEntry = Entry<LookBody>

const MOST_OPEN = 3
const HOUR = 60 * 60 * 1000
const OPEN_FOR_MS = 24 * HOUR
/** A restoration that Wix does not list by then was never begun; a copy's look that is not open by then never will be. */
const APPEARS_WITHIN_MS = 2 * 60 * 1000
/** A restoration that has not ended by then never will. */
const ENDS_WITHIN_MS = 6 * HOUR

/** The look as it is by now: what has ended meanwhile is noticed here. Throws LOOK_NOT_FOUND. */
export async function findLook(paced: Paced, lookId: string): Promise<LookEntry> {
  const entry = await readEntry<LookBody>(paced, 'LOOK', lookId)
  if (!entry) throw BackupsError.of({code: 'LOOK_NOT_FOUND', lookId})
  return bringUpToDate(paced, entry)
}

/** For whoever wants to read: throws LOOK_NOT_READY for one that is not. */
export async function findReadyLook(paced: Paced, lookId: string): Promise<LookEntry> {
  const entry = await findLook(paced, lookId)
  if (entry.body.status !== 'READY') {
    throw BackupsError.of({
      code: 'LOOK_NOT_READY',
      lookId,
      lookStatus: entry.body.status,
      ...(entry.body.reason && {detail: entry.body.reason}),
    })
  }
  return entry
}

/** Throws COLLECTION_NOT_IN_BACKUP for one that this look has no copy of. */
export function collectionOf({body}: LookEntry, collectionId: string): KeptCollection {
  const found = body.collections.find((collection) => collection.collectionId === collectionId)
  if (!found) {
    throw BackupsError.of({
      code: 'COLLECTION_NOT_IN_BACKUP',
      backupId: body.backupId,
      collectionIds: [collectionId],
    })
  }
  return found
}

/** Those that are open, and those whose copies are not gone yet; newest first. */
export async function listOpenLooks(call: Call): Promise<Look[]> {
  const paced = new Paced(call)
  await closeOldLooks(paced)
  return (await openEntries(paced)).map(toLook)
}

export async function closeLookById(call: Call, lookId: string): Promise<Look> {
  const paced = new Paced(call)
  const entry = await findLook(paced, lookId)
  if (entry.body.status === 'CLOSED' && entry.body.removed) return toLook(entry)
  return toLook(await close(paced, entry, 'CLOSED', null))
}

export function toLook({_id, body}: LookEntry): Look {
  const {status, backupId, backupRequestedDate, copy, openedDate, by, reason, collections} = body
  return {
    id: _id,
    status,
    backupId,
    backupRequestedDate,
    ...(copy && {copy}),
    openedDate,
    by,
    reason,
    collections: collections.map(({collectionId, displayName, copyId, role}) => ({
      collectionId,
      displayName,
      copyId,
      role,
    })),
  }
}

// What has happened meanwhile

export async function bringUpToDate(paced: Paced, entry: LookEntry): Promise<LookEntry> {
  const {body} = entry
  const age = Date.now() - entry.date
  if (body.removed) return entry
  if (body.status === 'READY') {
    return age > OPEN_FOR_MS ? close(paced, entry, 'CLOSED', 'It was open for a day.') : entry
  }
  if (body.copy && body.status === 'OPENING' && age <= APPEARS_WITHIN_MS) return entry
  const restoration = body.restoring ? await findRestoration(paced, body) : null
  const hasEnded = restoration ? restoration.status !== 'PENDING' : !body.restoring || age > APPEARS_WITHIN_MS
  if (!hasEnded && age < ENDS_WITHIN_MS) {
    if (body.status === 'OPENING' && restoration && restoration.id !== body.restorationId) {
      return save(paced, entry, {restorationId: restoration.id})
    }
    return entry
  }
  const ended = {...entry, body: {...body, restoring: false}}
  // Closed or failed while it was being made: now the copies stay away.
  if (body.status !== 'OPENING') return close(paced, ended, body.status, body.reason)
  if (restoration?.status !== 'COMPLETED') {
    return close(paced, ended, 'FAILED', 'Wix could not make the private copies.')
  }
  const open = await findOpenCopy(paced, body)
  if (open) return close(paced, ended, 'FAILED', open)
  return save(paced, entry, {status: 'READY', restoring: false, restorationId: restoration.id})
}

async function findRestoration(paced: Paced, {restorationId, backupId, collections}: LookBody) {
  const first = collections[0]?.copyId
  for (let offset = 0; offset < 10 * LIST_LIMIT; offset += LIST_LIMIT) {
    const page = await paced.read(() => listRestorations({limit: LIST_LIMIT, offset}))
    const found = page.items.find((restoration) =>
      restorationId !== null
        ? restoration.id === restorationId
        : restoration.backup.id === backupId &&
          restoration.restorationCollections.some(
            ({restoreDestination}) => restoreDestination?.dataCollectionId === first,
          ),
    )
    if (found || !hasMore(page)) return found ?? null
  }
  return null
}

/** Why a copy must not stay; `null` where all are private. */
async function findOpenCopy(paced: Paced, {collections}: LookBody): Promise<string | null> {
  let reason: string | null = null
  await paced.each(collections, async ({copyId: id, displayName}) => {
    const copy = await readDefinition(paced, id)
    if (!copy) reason = `The private copy of ${displayName} is not there.`
    else if (!copy.isClosed)
      reason = `The copy of ${displayName} could be seen by others than admins, and was removed at once.`
  })
  return reason
}

// Closing

/**
 * Ends a look, then removes its copies: only those that are registered with it. What goes wrong half way (a copy
 * that could not be removed, a restoration that makes it again) is tried again by whoever looks next.
 */
export async function close(
  paced: Paced,
  entry: LookEntry,
  status: 'CLOSED' | 'FAILED',
  reason: string | null,
): Promise<LookEntry> {
  const closed = await save(paced, entry, {status, reason, restoring: entry.body.restoring})
  // A restoration that is under way would only make them again, and nobody knows with which permissions.
  if (closed.body.removed || closed.body.restoring) return closed
  let left = 0
  await paced.each(closed.body.collections, async ({copyId: id}) => {
    if (!(await removeCopy(paced, id))) left += 1
  })
  return left === 0 ? save(paced, closed, {removed: true}) : closed
}

/** Whether it is known to be gone. */
async function removeCopy(paced: Paced, id: string): Promise<boolean> {
  if (!isPrivateCollection(id)) throw new Error(`${id} is not one of our copies`)
  const removed = await paced.write(() =>
    deleteCollection(id).catch((error: unknown) => {
      if (!isCollectionMissing(error)) throw error
    }),
  )
  return removed.ok || (removed.failure.unclear && (await readDefinition(paced, id)) === null)
}

/** Looks that are a day old, or ended and left copies behind. */
export async function closeOldLooks(paced: Paced): Promise<void> {
  for (const entry of await openEntries(paced)) {
    if (paced.isOver()) return
    await bringUpToDate(paced, entry)
  }
}

async function openEntries(paced: Paced): Promise<LookEntry[]> {
  return (await listEntries<LookBody>(paced, 'LOOK')).filter(({body}) => !body.removed)
}

/** Throws TOO_MANY_LOOKS where three others were opened before `mine`. */
export async function checkRoom(paced: Paced, mine: string | null): Promise<void> {
  const open = (await openEntries(paced)).filter(
    ({body}) => body.status === 'OPENING' || body.status === 'READY',
  )
  const oldestFirst = open.toReversed()
  const place = mine === null ? open.length : oldestFirst.findIndex(({_id}) => _id === mine)
  if (place >= MOST_OPEN) {
    throw BackupsError.of({code: 'TOO_MANY_LOOKS', looks: open.filter(({_id}) => _id !== mine).map(toLook)})
  }
}

/** Changes the entry; where somebody else changed it meanwhile, theirs is taken as the newer truth. */
export async function save(paced: Paced, entry: LookEntry, changes: Partial<LookBody>): Promise<LookEntry> {
  const saved = await updateEntry(paced, entry, {...entry.body, ...changes})
  if (saved) return saved
  const now = await readEntry<LookBody>(paced, 'LOOK', entry._id)
  if (!now) throw BackupsError.of({code: 'LOOK_NOT_FOUND', lookId: entry._id})
  return now
}
