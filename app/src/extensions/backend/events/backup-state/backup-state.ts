import {backups} from '@wix/data'

/** Wix tells every change of a backup's state; the app's log keeps those that somebody may have to act upon. */
export default backups.onBackupStateChanged(({data: {backup}, metadata: {instanceId}}) => {
  if (!backup || (backup.status !== 'READY' && backup.status !== 'FAILED')) return
  const {type, requestedDate, status} = backup
  const line = `${type === 'AUTO' ? 'The automatic' : 'The on-demand'} backup of ${requestedDate?.toISOString() ?? 'an unknown time'} is ${status} (installation ${instanceId})`
  if (status === 'FAILED') console.error(line)
  else console.log(line)
})
