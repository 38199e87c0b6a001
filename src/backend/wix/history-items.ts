import {auth} from '@wix/essentials'
import {items} from '@wix/data'

// The collection in which item recovery keeps what must last. Every read is consistent: an entry is read to be changed.
const WRITE = {suppressHooks: true}
const READ = {suppressHooks: true, consistentRead: true}
const MOST_LISTED = 1000

type Item = Record<string, unknown>

export async function getEntry(historyId: string, id: string): Promise<Item | null> {
  return auth.elevate(items.get)(historyId, id, READ)
}

/** Newest first. */
export async function listEntriesOfKind(historyId: string, kind: string): Promise<Item[]> {
  const query = auth.elevate(items.query)(historyId).eq('kind', kind).descending('date')
  return (await query.limit(MOST_LISTED).find(READ)).items
}

export async function listIdsAndDatesOfKind(historyId: string, kind: string): Promise<Item[]> {
  const query = auth.elevate(items.query)(historyId).eq('kind', kind).descending('date').fields('_id', 'date')
  return (await query.limit(MOST_LISTED).find(READ)).items
}

export async function findEntries(historyId: string, ids: string[]): Promise<Item[]> {
  const query = auth.elevate(items.query)(historyId).hasSome('_id', ids)
  return (await query.limit(MOST_LISTED).find(READ)).items
}

export async function insertEntry(historyId: string, entry: object): Promise<void> {
  await auth.elevate(items.insert)(historyId, entry, WRITE)
}

export async function insertEntries(
  historyId: string,
  entries: object[],
): Promise<{errors: {code: string; message: string}[]}> {
  return auth.elevate(items.bulkInsert)(historyId, entries, WRITE)
}

/** Sets these fields, if the entry is still at this revision. */
export async function changeEntry(
  historyId: string,
  id: string,
  fields: Record<string, unknown>,
  revision: number,
): Promise<void> {
  const modifications = Object.entries(fields).map(([fieldPath, value]) => ({
    fieldPath,
    action: 'SET_FIELD' as const,
    value,
  }))
  await auth.elevate(items.patch)(historyId, id, modifications, {
    ...WRITE,
    condition: {revision: {$eq: revision}},
  })
}

export async function removeEntries(historyId: string, ids: string[]): Promise<void> {
  await auth.elevate(items.bulkRemove)(historyId, ids, WRITE)
}
