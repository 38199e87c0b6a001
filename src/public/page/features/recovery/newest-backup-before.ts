import type {Backup} from '../../../contract'
import {withoutPrivate} from '../../../rules/private-collections'
import type {Facts} from '../../feature'
import type {Asking, When} from './recovery-state'

const HOUR = 60 * 60 * 1000
const AGES: Record<When, number> = {
  now: 0,
  today: 12 * HOUR,
  yesterday: 36 * HOUR,
  week: 7 * 24 * HOUR,
  month: 30 * 24 * HOUR,
}

/** The backup to look inside: the one that was chosen, or the newest that is old enough and holds the collection. */
export function newestBackupBefore(asking: Asking, {site, serverNow, findBackup}: Facts): Backup | null {
  if (asking.backupId !== null) {
    const chosen = findBackup(asking.backupId)
    return chosen && isFit(chosen, asking.collectionId) ? chosen : null
  }
  const fit = (site?.overview.backups ?? []).filter((backup) => isFit(backup, asking.collectionId))
  const before = Date.parse(serverNow) - AGES[asking.when]
  // Where none is that old, the oldest is the nearest.
  return fit.find(({requestedDate}) => Date.parse(requestedDate) <= before) ?? fit.at(-1) ?? null
}

/** The backups to choose from, newest first. */
export function fitBackups({collectionId}: Asking, {site}: Facts): Backup[] {
  return (site?.overview.backups ?? []).filter((backup) => isFit(backup, collectionId))
}

/** Collections that some backup holds. */
export function heldCollections({backupId}: Asking, {site, findBackup}: Facts) {
  const chosen = backupId === null ? undefined : findBackup(backupId)
  const backups = chosen ? [chosen] : (site?.overview.backups ?? []).filter(({status}) => status === 'READY')
  const all = new Map(
    withoutPrivate(backups.flatMap(({collections}) => collections)).map((collection) => [
      collection.id,
      collection,
    ]),
  )
  return [...all.values()].toSorted((a, b) => a.displayName.localeCompare(b.displayName))
}

function isFit({status, collections}: Backup, collectionId: string | null): boolean {
  return status === 'READY' && (collectionId === null || collections.some(({id}) => id === collectionId))
}
