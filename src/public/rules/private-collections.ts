/**
 * Collections that this product makes for itself: a history, and private copies. They are nobody's content: left
 * out of counts, forecasts and restores of a whole site.
 */
export const HISTORY_ID = 'BackupsHistory'

const COPY_PREFIX = 'BackupsLook-'

/** The ID of a private copy: of which look, and of which of its collections. */
export function copyId(lookId: string, position: number): string {
  return `${COPY_PREFIX}${lookId.slice(0, 8)}-${position + 1}`
}

/** What a person sees in the CMS. */
export function copyName(displayName: string, backupDate: string): string {
  return `${displayName} (private copy of ${backupDate.slice(0, 10)}, removed by itself)`
}

/** An app's is `<its namespace>/BackupsHistory`. */
export function isHistory(collectionId: string): boolean {
  return collectionId === HISTORY_ID || collectionId.endsWith(`/${HISTORY_ID}`)
}

/** What of a backup's list is content. */
export function withoutPrivate<Named extends {id: string}>(collections: Named[]): Named[] {
  const own = collections.filter(({id}) => !isPrivateCollection(id))
  // The same list, where it can be: what holds it need not change.
  return own.length === collections.length ? collections : own
}

/** Also the copies that the command for own copies makes of a backup. */
export function isPrivateCollection(collectionId: string): boolean {
  return isHistory(collectionId) || /^Backups(Look|Copy)-[0-9a-f]{8}-\d+$/.test(collectionId)
}
