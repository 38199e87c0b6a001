import type {Backup} from '../../contract'
import type {Facts} from '../feature'

/** The backup of an open question as it is now, and whether somebody else has deleted it meanwhile. */
export function askedBackupNow(
  {backup, gone}: {backup: Backup; gone: boolean},
  {site}: Facts,
): {backup: Backup; gone: boolean} {
  if (!site) return {backup, gone}
  const listed = site.overview.backups.find(({id}) => id === backup.id)
  if (listed) return {backup: listed, gone: listed.status === 'DELETED'}
  return {backup, gone: gone || !site.overview.moreBackups}
}
