import {
  BACKUP_STATUSES,
  BACKUP_TYPES,
  RESTORATION_STATUSES,
  type CreateBackupOptions,
  type ListBackupsOptions,
  type ListRestorationsOptions,
  type Paging,
  type RestorationCollection,
  type RestoreOptions,
} from 'public/contract'
import {BackupsError} from 'public/backups-error'
import {isGuid} from 'public/rules/is-guid'
import {LIST_LIMIT} from '../wix/pages'

/**
 * Arguments cross as JSON from whoever calls: nothing about them is certain. What is missing arrives as
 * `null` or `undefined`. What is not known by name is refused, so that a misspelled option never passes for
 * one that was not given.
 */

/** "Maximum: 1000 collections" (restorePartialBackup, backup.collections). */
const MOST_COLLECTIONS = 1000
const LONGEST_ID = 256

/** Backup and restoration IDs are GUIDs (`@format GUID` in the SDK's types). */
export function checkId(argument: string, value: unknown): string {
  if (typeof value !== 'string') throw invalid(argument, 'it must be a string with an ID')
  if (!isGuid(value)) throw invalid(argument, 'it is not an ID that Wix could have given')
  return value
}

export function checkCreateBackupOptions(value: unknown): CreateBackupOptions {
  const {evict} = checkObject('options', value, ['evict'])
  return evict === undefined ? {} : {evict: checkId('options.evict', evict)}
}

export function checkRestoreOptions(value: unknown): RestoreOptions {
  const {overwrite} = checkObject('options', value, ['overwrite'])
  if (overwrite !== undefined && typeof overwrite !== 'boolean') {
    throw invalid('options.overwrite', 'it must be true or false')
  }
  return {overwrite: overwrite === true}
}

export function checkListBackupsOptions(value: unknown): ListBackupsOptions & {paging: Required<Paging>} {
  const {status, type, paging} = checkObject('options', value, ['status', 'type', 'paging'])
  return {
    ...(status !== undefined && {status: checkEach('options.status', status, BACKUP_STATUSES)}),
    ...(type !== undefined && {type: checkEach('options.type', type, BACKUP_TYPES)}),
    paging: checkPaging(paging),
  }
}

export function checkListRestorationsOptions(
  value: unknown,
): ListRestorationsOptions & {paging: Required<Paging>} {
  const {status, paging} = checkObject('options', value, ['status', 'paging'])
  return {
    ...(status !== undefined && {status: checkEach('options.status', status, RESTORATION_STATUSES)}),
    paging: checkPaging(paging),
  }
}

export function checkRestorationCollections(value: unknown): RestorationCollection[] {
  const list = checkList('collections', value)
  const checked = list.map((entry, index): RestorationCollection => {
    const at = `collections[${index}]`
    const {dataCollectionId, restoreDestination} = checkObject(at, entry, [
      'dataCollectionId',
      'restoreDestination',
    ])
    const source = checkCollectionId(`${at}.dataCollectionId`, dataCollectionId)
    if (restoreDestination === undefined) return {dataCollectionId: source}
    const destination = checkObject(`${at}.restoreDestination`, restoreDestination, [
      'dataCollectionId',
      'displayName',
    ])
    const destinationId = checkCollectionId(
      `${at}.restoreDestination.dataCollectionId`,
      destination.dataCollectionId,
    )
    const {displayName} = destination
    if (displayName !== undefined && (typeof displayName !== 'string' || displayName.length > LONGEST_ID)) {
      throw invalid(
        `${at}.restoreDestination.displayName`,
        `it must be a string of at most ${LONGEST_ID} characters`,
      )
    }
    return {
      dataCollectionId: source,
      restoreDestination: {dataCollectionId: destinationId, ...(displayName !== undefined && {displayName})},
    }
  })
  const sources = checked.map(({dataCollectionId}) => dataCollectionId)
  const targets = checked.map(
    ({dataCollectionId, restoreDestination}) => restoreDestination?.dataCollectionId ?? dataCollectionId,
  )
  checkUnique('collections', sources)
  checkUnique('collections', targets)
  return checked
}

/** `null` where the caller did not choose: every collection is meant. */
export function checkCollectionIds(argument: string, value: unknown): string[] | null {
  if (value === undefined || value === null) return null
  const ids = checkList(argument, value).map((id, index) => checkCollectionId(`${argument}[${index}]`, id))
  checkUnique(argument, ids)
  return ids
}

/** At least one collection, each named once. */
export function checkSomeCollections(value: unknown): string[] {
  const ids = checkCollectionIds('collectionIds', value)
  if (ids === null) throw invalid('collectionIds', 'it must name at least one collection')
  return ids
}

/** Where a slice begins; `null` is the beginning. Only what an earlier slice gave is one. */
export function checkNext(value: unknown): string | null {
  if (value === undefined || value === null) return null
  if (typeof value !== 'string' || !/^\d{1,4}$/.test(value))
    throw invalid('next', 'it is not from an earlier answer')
  return value
}

export function invalid(argument: string, detail: string): BackupsError {
  return BackupsError.of({code: 'INVALID_ARGUMENT', argument, detail})
}

function checkPaging(value: unknown): Required<Paging> {
  const {limit, offset} = checkObject('options.paging', value, ['limit', 'offset'])
  return {
    limit: checkInteger('options.paging.limit', limit, {from: 1, to: LIST_LIMIT, otherwise: LIST_LIMIT}),
    offset: checkInteger('options.paging.offset', offset, {from: 0, to: 1_000_000, otherwise: 0}),
  }
}

function checkInteger(
  argument: string,
  value: unknown,
  {from, to, otherwise}: {from: number; to: number; otherwise: number},
) {
  if (value === undefined) return otherwise
  if (typeof value !== 'number' || !Number.isInteger(value) || value < from || value > to) {
    throw invalid(argument, `it must be a whole number from ${from} to ${to}`)
  }
  return value
}

function checkEach<T extends string>(argument: string, value: unknown, known: readonly T[]): T[] {
  if (!Array.isArray(value) || !value.every((entry): entry is T => known.includes(entry as T))) {
    throw invalid(argument, `it must be a list with any of ${known.join(', ')}`)
  }
  return [...new Set(value)]
}

export function checkList(argument: string, value: unknown): unknown[] {
  if (!Array.isArray(value)) throw invalid(argument, 'it must be a list')
  if (value.length === 0) throw invalid(argument, 'it must name at least one collection')
  if (value.length > MOST_COLLECTIONS)
    throw invalid(argument, `it may name at most ${MOST_COLLECTIONS} collections`)
  return value
}

export function checkCollectionId(argument: string, value: unknown): string {
  if (typeof value !== 'string' || value === '' || value.length > LONGEST_ID) {
    throw invalid(argument, `it must be a collection ID of 1 to ${LONGEST_ID} characters`)
  }
  return value
}

export function checkUnique(argument: string, ids: string[]): void {
  const seen = new Set<string>()
  for (const id of ids) {
    if (seen.has(id)) throw invalid(argument, `it names "${id}" twice`)
    seen.add(id)
  }
}

/** An own property named `__proto__` is a name like any other, and not a known one. */
export function checkObject<Key extends string>(
  argument: string,
  value: unknown,
  known: readonly Key[],
): {[K in Key]?: unknown} {
  if (value === undefined || value === null) return {}
  if (typeof value !== 'object' || Array.isArray(value)) throw invalid(argument, 'it must be an object')
  const unknown = Object.keys(value).find((key) => !known.includes(key as Key))
  if (unknown !== undefined) {
    throw invalid(
      argument,
      `it has an unknown property "${unknown.slice(0, 50)}" (known: ${known.join(', ')})`,
    )
  }
  const entries = known.map((key) => [key, (value as Record<string, unknown>)[key] ?? undefined])
  return Object.fromEntries(entries) as {[K in Key]?: unknown}
}
