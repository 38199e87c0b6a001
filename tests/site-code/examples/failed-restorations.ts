// Restorations that failed, with what to look at.
import {listRestorations} from 'public/backups'

export async function failedRestorations(): Promise<string[]> {
  const {items} = await listRestorations({status: ['FAILED'], limit: 20})
  return items.map(({backup, requestedDate, restorationCollections}) => {
    const into =
      restorationCollections.map(({dataCollectionId}) => dataCollectionId).join(', ') || 'all collections'
    return `${requestedDate.toISOString()}: ${into}, from the backup of ${backup.requestedDate.toISOString()}`
  })
}
