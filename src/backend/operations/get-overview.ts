import type {Backup, BackupStatus, Overview} from 'public/contract'
import {BackupsError} from 'public/backups-error'
import {nextAutomaticDate} from 'public/rules/next-automatic-date'
import {onDemandSlots} from 'public/rules/on-demand-slots'
import {listBackups, listRestorations, type ListOptions} from '../wix/backups'
import {hasMore, LIST_LIMIT} from '../wix/pages'
import type {WixRequest} from '../wix/wix-request'
import {listEveryCollection} from './list-every-collection'
import {operation} from './operation'

const PROTECTING: ListOptions<BackupStatus> = {limit: LIST_LIMIT, offset: 0, status: ['READY', 'PENDING']}

/** Everything that the Backups page shows, in one call: backups, restorations, slots, the next automatic date, collections. */
export const getOverview = operation(0, async ({request, readSiteName}): Promise<Overview> => {
  const [backups, restorations, collections, siteName] = await Promise.all([
    request.read(() => listBackups({limit: LIST_LIMIT, offset: 0})),
    request.read(() => listRestorations({limit: LIST_LIMIT, offset: 0})),
    readCollections(request),
    readSiteName(),
  ])
  const moreBackups = hasMore(backups)
  // Long lists of deleted backups must not hide the ones that still protect, or hold a slot.
  const protecting = moreBackups ? (await request.read(() => listBackups(PROTECTING))).items : backups.items
  const known = moreBackups ? inOneOrder(backups.items, protecting) : backups.items
  return {
    now: new Date().toISOString(),
    backups: known,
    restorations: restorations.items,
    moreBackups,
    moreRestorations: hasMore(restorations),
    slots: onDemandSlots(protecting),
    nextAutomaticDate: nextAutomaticDate(known),
    ...collections,
    siteName,
  }
})

/** Two lists, newest first, as one: what was made between the two reads is in the second alone, and stands in front. */
function inOneOrder(newest: Backup[], others: Backup[]): Backup[] {
  const listed = new Set(newest.map(({id}) => id))
  const firstListed = others.findIndex(({id}) => listed.has(id))
  return [
    ...others.slice(0, Math.max(0, firstListed)),
    ...newest,
    ...others.slice(Math.max(0, firstListed)).filter(({id}) => !listed.has(id)),
  ]
}

/** The collections are an aid on the page: the backups are shown even where these cannot be read. */
async function readCollections(
  request: WixRequest,
): Promise<Pick<Overview, 'collections' | 'moreCollections' | 'collectionsProblem'>> {
  try {
    const {collections, more} = await listEveryCollection(request)
    return {
      collections: collections.map(({id, displayName, type}) => ({id, displayName, type})),
      moreCollections: more,
      collectionsProblem: null,
    }
  } catch (error) {
    if (error instanceof BackupsError) {
      return {collections: null, moreCollections: false, collectionsProblem: error.problem}
    }
    throw error
  }
}
