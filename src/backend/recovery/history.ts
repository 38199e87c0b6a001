import {BackupsError} from 'public/backups-error'
import {createClosedCollection, getDefinition} from '../wix/definitions'
import * as wix from '../wix/history-items'
import {readWixFailure, wixProblem} from '../wix/wix-problem'
import type {Paced} from './paced'

/**
 * What must last, in one collection of the site for admins only: looks, receipts, and what a recovery overwrote.
 * An entry is changed only by whoever has read it last: its revision tells.
 */
export interface Entry<Body> {
  _id: string
  kind: EntryKind
  revision: number
  /** Epoch milliseconds. Entries of a kind are listed newest first by it. */
  date: number
  body: Body
}

export type EntryKind = 'LOOK' | 'PROOF' | 'RECEIPT' | 'BEFORE' | 'MENDED' | 'SCHEMA'

const FIELDS = [
  {key: 'kind', displayName: 'Kind', type: 'TEXT' as const},
  {key: 'revision', displayName: 'Revision', type: 'NUMBER' as const},
  {key: 'writer', displayName: 'Written by call', type: 'TEXT' as const},
  {key: 'date', displayName: 'Date (epoch milliseconds)', type: 'NUMBER' as const},
  {key: 'body', displayName: 'Content', type: 'OBJECT' as const},
]

/** Makes the collection where it is missing. Refuses one that others than admins can see. */
export async function ensureHistory(paced: Paced): Promise<void> {
  if (await hasHistory(paced)) return
  const made = await paced.write(() =>
    createClosedCollection(paced.historyId, 'Backups: history (kept by the Backups page)', FIELDS),
  )
  // Somebody else may have made it in between, or an unclear answer hid that it was made.
  if (!made.ok && !(await isPrivate(paced))) throw wixProblem(made.failure)
}

/** Throws for one that others than admins can see. */
export async function hasHistory(paced: Paced): Promise<boolean> {
  // An app's own collection is made when the app is installed, and closed by its manifest.
  return paced.historyId.includes('/') || (await isPrivate(paced))
}

async function isPrivate(paced: Paced): Promise<boolean> {
  const definition = await readDefinition(paced, paced.historyId)
  if (definition && !definition.isClosed) {
    throw BackupsError.of({code: 'RECOVERY_NOT_PRIVATE', collectionIds: [paced.historyId]})
  }
  return definition !== null
}

/** `null`: there is no such collection. */
export async function readDefinition(paced: Paced, collectionId: string) {
  try {
    return await paced.read(() => getDefinition(collectionId).catch(orNull))
  } catch (error) {
    throw error instanceof BackupsError ? error : wixProblem(readWixFailure(error))
  }
}

/** "Collection not found" is an answer; anything else is a failure. */
export function orNull(error: unknown): null {
  if (isCollectionMissing(error)) return null
  throw error
}

export function isCollectionMissing(error: unknown): boolean {
  const {details, status, code} = Object(error) as {
    details?: {applicationError?: {code?: string}}
    status?: number
    code?: string
  }
  const application = details?.applicationError?.code ?? code
  return application === 'WDE0025' || (status === 404 && application === undefined)
}

/** `null`: a collection that this needs was deleted. */
export async function ifCollectionIsThere<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof BackupsError && error.code === 'COLLECTION_NOT_FOUND') return null
    throw error
  }
}

/** `null` where there is none, also where nothing was ever kept. */
export async function readEntry<Body>(
  paced: Paced,
  kind: EntryKind,
  id: string,
): Promise<Entry<Body> | null> {
  const found = await paced.read(() => wix.getEntry(paced.historyId, id).catch(orNull))
  return found && found.kind === kind ? toEntry<Body>(found) : null
}

/** Newest first. */
export async function listEntries<Body>(paced: Paced, kind: EntryKind): Promise<Entry<Body>[]> {
  const found = await paced.read(() => wix.listEntriesOfKind(paced.historyId, kind).catch(orNull))
  return (found ?? []).map((item) => toEntry<Body>(item))
}

/** Without what they hold, newest first. */
export async function listIdsAndDates(
  paced: Paced,
  kind: EntryKind,
): Promise<Pick<Entry<never>, '_id' | 'date'>[]> {
  const found = await paced.read(() => wix.listIdsAndDatesOfKind(paced.historyId, kind).catch(orNull))
  return (found ?? []).map(({_id, date}) => ({_id: String(_id), date: Number(date)}))
}

/** Those of these that are there, in no order. */
export async function listEntriesById<Body>(paced: Paced, ids: string[]): Promise<Entry<Body>[]> {
  if (ids.length === 0) return []
  const found = await paced.read(() => wix.findEntries(paced.historyId, ids))
  return found.map((item) => toEntry<Body>(item))
}

/** A new entry. After an unclear answer it is looked for by its ID, which is nobody else's. */
export async function insertEntry<Body>(
  paced: Paced,
  entry: Omit<Entry<Body>, 'revision'>,
): Promise<Entry<Body>> {
  const made = {...entry, revision: 1}
  const written = await paced.write(() => wix.insertEntry(paced.historyId, made))
  if (written.ok) return made
  if (!written.failure.unclear || !(await readEntry(paced, entry.kind, entry._id))) {
    throw wixProblem(written.failure)
  }
  return made
}

/** Many new entries that are never changed, e.g. what is about to be overwritten. */
export async function insertEntries<Body>(
  paced: Paced,
  entries: Omit<Entry<Body>, 'revision'>[],
): Promise<void> {
  if (entries.length === 0) return
  const list = entries.map((entry) => ({...entry, revision: 1}))
  const written = await paced.write(() => wix.insertEntries(paced.historyId, list))
  // One that exists was written by an earlier try of the same step.
  const errors = written.ok ? written.value.errors.filter(({code}) => code !== 'WDE0074') : []
  if (written.ok && errors.length === 0) return
  const kept = await listEntriesById(
    paced,
    entries.map(({_id}) => _id),
  )
  if (kept.length === entries.length) return
  throw written.ok
    ? BackupsError.of({code: 'UNEXPECTED', detail: errors[0]?.message ?? 'the history could not be written'})
    : wixProblem(written.failure)
}

/**
 * Changes an entry, unless somebody has changed it since it was read: then `null`, and the caller reads it again.
 * Whether it was this call that wrote is known by the entry, which names its writer, and never by the answer.
 */
export async function updateEntry<Body>(
  paced: Paced,
  entry: Entry<Body>,
  body: Body,
): Promise<Entry<Body> | null> {
  const writer = crypto.randomUUID()
  const revision = entry.revision + 1
  const written = await paced.write(() =>
    wix.changeEntry(paced.historyId, entry._id, {revision, writer, body}, entry.revision),
  )
  const now = await paced.read(() => wix.getEntry(paced.historyId, entry._id))
  if (now?.writer === writer) return {...entry, revision, body}
  if (!written.ok && now?.revision === entry.revision) throw wixProblem(written.failure)
  return null
}

export async function removeEntries(paced: Paced, ids: string[]): Promise<void> {
  if (ids.length === 0) return
  const removed = await paced.write(() => wix.removeEntries(paced.historyId, ids))
  if (!removed.ok) throw wixProblem(removed.failure)
}

function toEntry<Body>(item: Record<string, unknown>): Entry<Body> {
  const {_id, kind, revision, date, body} = item
  return {
    _id: String(_id),
    kind: kind as EntryKind,
    revision: Number(revision),
    date: Number(date),
    body: body as Body,
  }
}
