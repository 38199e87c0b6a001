import type {EngineContext} from './engine-context'
import type {StoredBackup} from './meta-store'
import {type Collection, EngineError} from './types'

export function lookupBackup({meta}: EngineContext, id: string): StoredBackup {
  const backup = meta.backup(id)
  if (!backup) throw new EngineError('BACKUP_NOT_FOUND', `There is no backup ${id}.`, {backupId: id})
  return backup
}

export function lookupCollection({meta}: EngineContext, id: string): Collection {
  const found = meta.collection(id)
  if (!found || found.deleted)
    throw new EngineError('COLLECTION_NOT_FOUND', `There is no collection ${id}.`, {collectionId: id})
  return found.collection
}
