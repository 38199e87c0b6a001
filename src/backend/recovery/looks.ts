import type {Backup} from 'public/contract'
import {BackupsError} from 'public/backups-error'
import type {Look, LookCollection, LookStatus} from 'public/recovery-contract'
import {copyId, copyName, isPrivateCollection} from 'public/rules/private-collections'
import {checkHeld} from '../operations/check-held'
import {findBackup} from '../operations/find-backup'
import type {Call} from '../operations/operation'
import {listRestorations, restorePartialBackup} from '../wix/backups'
import {readCaller} from '../wix/caller'
import {
  createClosedCollection,
  deleteCollection,
  listDefinitions,
  referenceFields,
  type Definition,
  type ReferenceField,
} from '../wix/definitions'
import {hasMore, LIST_LIMIT} from '../wix/pages'
import {wixProblem} from '../wix/wix-problem'
import {COPIES_HOLD_REFERENCES_AS_TEXT, RESTORES_INTO_EXISTING} from './assumptions'
import {
  ensureHistory,
  insertEntry,
  isCollectionMissing,
  listEntries,
  readDefinition,
  readEntry,
  updateEntry,
} from './history'
import type {Entry} from './history'
import {Paced} from './paced'

/** What is kept of a look. Copies are registered here before they are made, so that none is ever forgotten. */
export interface LookBody {
  status: LookStatus
  backupId: string
  backupRequestedDate: string
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
/** A look makes this many private copies at most: a plan limits the number of collections, and each takes a place. */
const MOST_COPIES = 20
const HOUR = 60 * 60 * 1000
const OPEN_FOR_MS = 24 * HOUR
/** A restoration that Wix does not list by then was never begun. */
const APPEARS_WITHIN_MS = 2 * 60 * 1000
/** A restoration that has not ended by then never will. */
const ENDS_WITHIN_MS = 6 * HOUR

/** Starts a look: registers it, makes the closed copies, and has Wix restore into them. */
export async function openLook(
  call: Call,
  backupId: string,
  collectionIds: string[],
  withReferring = true,
): Promise<Look> {
  const paced = new Paced(call)
  const [backup, definitions, by] = await Promise.all([
    findBackup(call.request, backupId),
    readDefinitions(paced),
    readCaller(),
  ])
  if (backup.status !== 'READY') {
    throw BackupsError.of({code: 'BACKUP_NOT_READY', backupId, backup, status: backup.status})
  }
  checkHeld(backup, collectionIds)
  await ensureHistory(paced)
  await closeOldLooks(paced)
  await checkRoom(paced, null)

  const id = crypto.randomUUID()
  const now = new Date()
  const collections = chooseCollections(id, backup, collectionIds, definitions, withReferring)
  const entry = await insertEntry<LookBody>(paced, {
    _id: id,
    kind: 'LOOK',
    date: now.getTime(),
    body: {
      status: 'OPENING',
      backupId,
      backupRequestedDate: backup.requestedDate,
      openedDate: now.toISOString(),
      by,
      collections,
      restorationId: null,
      restoring: true,
      removed: false,
      reason: null,
    },
  })
  try {
    // Two calls at once may both have seen the last free place: the later of them gives way.
    await checkRoom(paced, id)
    await makeCopies(paced, entry, definitions)
  } catch (error) {
    // Without a clear answer a copy may still appear: it is looked for again before the look is forgotten.
    const restoring = error instanceof BackupsError && error.code === 'UNAVAILABLE'
    await close(paced, {...entry, body: {...entry.body, restoring}}, 'FAILED', sentence(error))
    throw error
  }
  return toLook(await beginRestoration(paced, entry))
}

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
  const {status, backupId, backupRequestedDate, openedDate, by, reason, collections} = body
  return {
    id: _id,
    status,
    backupId,
    backupRequestedDate,
    openedDate,
    by,
    reason,
    collections: collections.map(({collectionId, displayName, copyId: copy, role}) => ({
      collectionId,
      displayName,
      copyId: copy,
      role,
    })),
  }
}

// Opening

/** Every collection of the site, whole. */
async function readDefinitions(paced: Paced): Promise<Map<string, Definition>> {
  const all = new Map<string, Definition>()
  for (let offset = 0; ; offset += LIST_LIMIT) {
    const page = await paced.read(() => listDefinitions({limit: LIST_LIMIT, offset}))
    for (const definition of page.items) all.set(definition.id, definition)
    if (!hasMore(page)) return all
  }
}

function chooseCollections(
  lookId: string,
  backup: Backup,
  chosen: string[],
  definitions: Map<string, Definition>,
  withReferring: boolean,
): KeptCollection[] {
  const wanted = new Set(chosen)
  const referring = (withReferring ? backup.collections : [])
    .map(({id}) => id)
    .filter((id) => !wanted.has(id) && !isPrivateCollection(id))
    .filter((id) => {
      const definition = definitions.get(id)
      return definition && referenceFields(definition).some(({targetId}) => wanted.has(targetId))
    })
  const all = [...wanted, ...referring]
  if (all.length > MOST_COPIES) {
    throw BackupsError.of({code: 'TOO_MANY_COPIES', collectionIds: all, detail: String(MOST_COPIES)})
  }
  const names = new Map(backup.collections.map(({id, displayName}) => [id, displayName]))
  return all.map((collectionId, position) => {
    const definition = definitions.get(collectionId)
    return {
      collectionId,
      displayName: definition?.displayName ?? names.get(collectionId) ?? collectionId,
      copyId: copyId(lookId, position),
      role: wanted.has(collectionId) ? ('CHOSEN' as const) : ('REFERRING' as const),
      displayField: definition?.displayField ?? null,
      textFields: (definition?.fields ?? []).filter(({type}) => type === 'TEXT').map(({key}) => key ?? ''),
      references: definition ? referenceFields(definition) : [],
      ...(definition && {fieldKeys: definition.fields.map(({key}) => key ?? '')}),
    }
  })
}

async function makeCopies(
  paced: Paced,
  {body}: LookEntry,
  definitions: Map<string, Definition>,
): Promise<void> {
  if (!RESTORES_INTO_EXISTING) return
  await paced.each(body.collections, async ({collectionId, copyId: id, displayName}) => {
    const fields = (definitions.get(collectionId)?.fields ?? []).map(copiedField)
    const made = await paced.write(() =>
      createClosedCollection(id, copyName(displayName, body.backupRequestedDate), fields),
    )
    if (made.ok) return
    // The ID is ours alone: what is there under it, is what this call made.
    const there = made.failure.unclear ? await readDefinition(paced, id) : null
    if (!there?.isClosed) throw wixProblem(made.failure)
  })
}

function copiedField(field: Definition['fields'][number]): Definition['fields'][number] {
  if (!COPIES_HOLD_REFERENCES_AS_TEXT || !field.typeMetadata?.reference) return field
  const {key, displayName} = field
  return {...(key && {key}), ...(displayName && {displayName}), type: 'TEXT'}
}

async function beginRestoration(paced: Paced, entry: LookEntry): Promise<LookEntry> {
  const {backupId, backupRequestedDate, collections} = entry.body
  const begun = await paced.write(() =>
    restorePartialBackup(
      backupId,
      collections.map(({collectionId, copyId: id, displayName}) => ({
        dataCollectionId: collectionId,
        restoreDestination: {dataCollectionId: id, displayName: copyName(displayName, backupRequestedDate)},
      })),
    ),
  )
  if (begun.ok) return save(paced, entry, {restorationId: begun.value.id})
  // Unclear: its destinations are nobody else's, so it is found by them, now or with the next look at it.
  if (begun.failure.unclear) return bringUpToDate(paced, entry)
  const problem = wixProblem(begun.failure, {backupId})
  await close(paced, {...entry, body: {...entry.body, restoring: false}}, 'FAILED', problem.message)
  throw problem
}

// What has happened meanwhile

async function bringUpToDate(paced: Paced, entry: LookEntry): Promise<LookEntry> {
  const {body} = entry
  const age = Date.now() - entry.date
  if (body.removed) return entry
  if (body.status === 'READY') {
    return age > OPEN_FOR_MS ? close(paced, entry, 'CLOSED', 'It was open for a day.') : entry
  }
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
async function close(
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
async function closeOldLooks(paced: Paced): Promise<void> {
  for (const entry of await openEntries(paced)) {
    if (paced.isOver()) return
    await bringUpToDate(paced, entry)
  }
}

async function openEntries(paced: Paced): Promise<LookEntry[]> {
  return (await listEntries<LookBody>(paced, 'LOOK')).filter(({body}) => !body.removed)
}

/** Throws TOO_MANY_LOOKS where three others were opened before `mine`. */
async function checkRoom(paced: Paced, mine: string | null): Promise<void> {
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
async function save(paced: Paced, entry: LookEntry, changes: Partial<LookBody>): Promise<LookEntry> {
  const saved = await updateEntry(paced, entry, {...entry.body, ...changes})
  if (saved) return saved
  const now = await readEntry<LookBody>(paced, 'LOOK', entry._id)
  if (!now) throw BackupsError.of({code: 'LOOK_NOT_FOUND', lookId: entry._id})
  return now
}

function sentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
