import {app} from '@wix/astro/builders'
import backupState from './extensions/backend/events/backup-state/backup-state.extension'
import dataCollections from './extensions/backend/data-collections/data-collections.extension'
import backupsPage from './extensions/dashboard/pages/backups/backups.extension'

export default app().use(backupsPage).use(backupState).use(dataCollections)
