import type {CollectionName} from 'public/contract'
import {BackupsError} from 'public/backups-error'
import type {Look, OwnCopy} from 'public/recovery-contract'
import {copyId, copyName, isPrivateCollection} from 'public/rules/private-collections'
import {checkHeld} from '../operations/check-held'
import {findBackup} from '../operations/find-backup'
import type {Call} from '../operations/operation'
import {restorePartialBackup} from '../wix/backups'
import {readCaller} from '../wix/caller'
import {createClosedCollection, listDefinitions, referenceFields, type Definition} from '../wix/definitions'
import {hasMore, LIST_LIMIT} from '../wix/pages'
import {wixProblem} from '../wix/wix-problem'
import {COPIES_HOLD_REFERENCES_AS_TEXT, RESTORES_INTO_EXISTING} from './assumptions'
import {ensureHistory, insertEntry, readDefinition} from './history'
import {
  bringUpToDate,
  checkRoom,
  close,
  closeOldLooks,
  save,
  toLook,
  type KeptCollection,
  type LookBody,
  type LookEntry,
} from './looks'
import {Paced} from './paced'

/** A look makes this many private copies at most: a plan limits the number of collections, and each takes a place. */
const MOST_COPIES = 20

/** Starts a look: registers it, makes the closed copies, and has Wix restore into them. */
export async function openLook(
  call: Call,
  backupId: string,
  collectionIds: string[],
  withReferring = true,
): Promise<Look> {
  const paced = new Paced(call)
  const [backup, definitions] = await Promise.all([
    findBackup(call.request, backupId),
    readDefinitions(paced),
  ])
  if (backup.status !== 'READY') {
    throw BackupsError.of({code: 'BACKUP_NOT_READY', backupId, backup, status: backup.status})
  }
  checkHeld(backup, collectionIds)
  const entry = await register(paced, definitions, {
    source: {backupId, backupRequestedDate: backup.requestedDate, restoring: true},
    held: backup.collections,
    collectionIds,
    withReferring,
    makesCopies: RESTORES_INTO_EXISTING,
  })
  return toLook(await beginRestoration(paced, entry))
}

/**
 * Starts a look inside a copy of a person's own: its private copies are empty, and whoever asks writes into them what
 * was chosen, and what referred to that. `held`: the collections that the copy holds.
 */
export async function openCopyLook(
  call: Call,
  copy: OwnCopy,
  held: string[],
  collectionIds: string[],
): Promise<Look> {
  const paced = new Paced(call)
  const definitions = await readDefinitions(paced)
  const missing = collectionIds.find((id) => !definitions.has(id))
  if (missing !== undefined) {
    throw BackupsError.of({code: 'COLLECTION_NOT_FOUND', collectionIds: [missing]})
  }
  const entry = await register(paced, definitions, {
    source: {backupId: '', backupRequestedDate: copy.moment, copy, restoring: false},
    held: held.map((id) => ({id, displayName: id})),
    collectionIds,
    withReferring: true,
    makesCopies: true,
  })
  return toLook(await save(paced, entry, {status: 'READY'}))
}

interface Wanted {
  source: Pick<LookBody, 'backupId' | 'backupRequestedDate' | 'copy' | 'restoring'>
  /** What of the site's collections is in it. */
  held: CollectionName[]
  collectionIds: string[]
  withReferring: boolean
  makesCopies: boolean
}

/** A look with its copies, none of which holds anything yet. */
async function register(
  paced: Paced,
  definitions: Map<string, Definition>,
  {source, held, collectionIds, withReferring, makesCopies}: Wanted,
): Promise<LookEntry> {
  const by = await readCaller()
  await ensureHistory(paced)
  await closeOldLooks(paced)
  await checkRoom(paced, null)

  const id = crypto.randomUUID()
  const now = new Date()
  const entry = await insertEntry<LookBody>(paced, {
    _id: id,
    kind: 'LOOK',
    date: now.getTime(),
    body: {
      ...source,
      status: 'OPENING',
      openedDate: now.toISOString(),
      by,
      collections: chooseCollections(id, held, collectionIds, definitions, withReferring),
      restorationId: null,
      removed: false,
      reason: null,
    },
  })
  try {
    // Two calls at once may both have seen the last free place: the later of them gives way.
    await checkRoom(paced, id)
    if (makesCopies) await makeCopies(paced, entry, definitions)
  } catch (error) {
    // Without a clear answer a copy may still appear: it is looked for again before the look is forgotten.
    const restoring = error instanceof BackupsError && error.code === 'UNAVAILABLE'
    await close(paced, {...entry, body: {...entry.body, restoring}}, 'FAILED', sentence(error))
    throw error
  }
  return entry
}

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
  held: CollectionName[],
  chosen: string[],
  definitions: Map<string, Definition>,
  withReferring: boolean,
): KeptCollection[] {
  const wanted = new Set(chosen)
  const referring = (withReferring ? held : [])
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
  const names = new Map(held.map(({id, displayName}) => [id, displayName]))
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

function sentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
