import type {Backup, RestorationCollection} from '../contract'
import {MOST_LISTED} from './holds-collection'
import {withoutPrivate, isPrivateCollection} from './private-collections'

/**
 * What "everything" is for a restore from our page: every collection but those that item recovery keeps for itself, whose
 * history would be lost. `null`: the whole backup, where it holds none of these, or its list may be cut short.
 */
export function wholeRestore({collections}: Backup): RestorationCollection[] | null {
  const others = withoutPrivate(collections)
  if (others.length === collections.length || collections.length >= MOST_LISTED) return null
  return others.map(({id}) => ({dataCollectionId: id}))
}

/** Whether restoring the whole backup replaces the history of what was brought back. */
export function losesHistory(backup: Backup): boolean {
  return wholeRestore(backup) === null && backup.collections.some(({id}) => isPrivateCollection(id))
}
