// Brings back what an import deleted since a backup. What was added or changed since stays as it is.
import {bringBack, closeLook, compareItems, lookInside, waitForLook} from 'public/backups'

export async function bringBackDeleted(
  backupId: string,
  collectionId: string,
): Promise<{back: number; skipped: number; referencesMended: number}> {
  const {id} = await lookInside(backupId, [collectionId])
  try {
    await waitForLook(id, {timeoutMs: 120_000})
    const {deleted} = await compareItems(id, collectionId)
    const itemIds = deleted.map(({itemId}) => itemId)
    if (itemIds.length === 0) return {back: 0, skipped: 0, referencesMended: 0}
    const {items, references} = await bringBack(id, [{collectionId, itemIds, references: true}])
    const back = items.filter(({outcome}) => outcome === 'BROUGHT_BACK').length
    return {back, skipped: items.length - back, referencesMended: references.mended}
  } finally {
    // Its private copies are removed.
    await closeLook(id)
  }
}
