// Brings two collections back from the newest backup that holds both, and waits.
import {forecastRestore, listBackups, restoreCollections, waitForRestoration} from 'public/backups'

export async function restoreShop(): Promise<{lost: number}> {
  const collectionIds = ['Products', 'Orders']
  const {items} = await listBackups({status: ['READY']})
  const backup = items.find(({collections}) =>
    collectionIds.every((id) => collections.some((held) => held.id === id)),
  )
  if (!backup) throw new Error('No backup holds both collections')

  // What it will cost. A count that is not known is never zero.
  const {collections} = await forecastRestore(backup.id, collectionIds)
  const lost = collections.reduce((sum, {added}) => sum + (added.known ? added.value : NaN), 0)

  const {id} = await restoreCollections(backup.id, collectionIds, {overwrite: true})
  await waitForRestoration(id, {timeoutMs: 60_000})
  return {lost}
}
