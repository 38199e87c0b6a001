/**
 * What Wix does not document, decided here once. Each is listed in docs/parity.md as [assumed];
 * the documented numbers that the rules need stand at the end.
 */
import type {Collection, Permissions} from './types'

const HOUR = 60 * 60 * 1000
const DAY = 24 * HOUR

/** How many automatic backups stay; older ones are deleted when a newer one is READY. */
export const AUTO_KEPT = 4

/** After an automatic backup that FAILED, the next attempt. Wix may as well wait for the next week. */
export const AUTO_RETRY_MS = HOUR

/** Wix stores content of app collections elsewhere: only these types are part of a backup. */
export const BACKED_UP_TYPES: Collection['type'][] = ['NATIVE']

/**
 * A backup holds the content of the moment at which createBackup() answered: what is acknowledged before the
 * call is in it, what is written after the answer is not.
 */
export const BACKUP_HOLDS_CONTENT_OF = 'request'

/** A backup whose process died during the copy ends FAILED: a later copy would hold another moment. */
export const INTERRUPTED_COPY = 'the process stopped during the copy'

/**
 * Only a READY backup can be deleted. One that is PENDING, FAILED, DELETED or CANCELED is refused (nothing in
 * the API cancels a backup, so that this engine never answers CANCELED). One that a PENDING restoration uses
 * is refused as well.
 */
export const DELETABLE_STATUS = 'READY'

/**
 * A collection that was deleted since the backup: a whole restore leaves it deleted (a backup holds content,
 * never schema); a partial restore that names it brings it back with the fields it last had and closed
 * permissions.
 */
export const WHOLE_RESTORE_RECREATES_COLLECTIONS = false

/** Whoever restores into a new collection has to open it deliberately. Also the default of a new collection. */
export const CLOSED_PERMISSIONS: Permissions = {
  insert: 'ADMIN',
  update: 'ADMIN',
  remove: 'ADMIN',
  read: 'ADMIN',
}

/** What the id of a restore's destination may look like: as the ids that the CMS gives to collections. */
export const COLLECTION_ID = /^[A-Za-z_][A-Za-z0-9_-]{0,255}$/

/** Not simulated when nobody asks for it: how long a backup and a restoration stay PENDING at the least. */
export const DEFAULT_SETTINGS = {backupMs: 20_000, restoreMs: 15_000}

/** Documented: "You can store up to 3 on-demand backups for each site." Only READY ones count [assumed]. */
export const ON_DEMAND_LIMIT = 3

/** Documented: "Wix automatically backs up content every 7 days". The first one 7 days after the folder began [assumed]. */
export const AUTO_EVERY_MS = 7 * DAY

/** Documented: 500 KB an item. Measured as the JSON that is stored, in bytes [assumed]. */
export const MAX_ITEM_BYTES = 500 * 1024

/**
 * How deep an item may be nested, itself included: as deep as SQLite reads JSON. An item that went deeper could be
 * neither filtered nor sorted, and with it the whole collection could not. Wix's own limit is not documented.
 */
export const MAX_NESTING = 1000

/** As long as the `_id` of an item may be, in UTF-16 units. */
export const MAX_ITEM_ID_LENGTH = 50

/** As app collections are named: "Stores/Products". */
export const ANY_COLLECTION_ID = /^[\w\-/ .@]{1,256}$/

/** Removing an item blanks the references to it (documented); whether that dates the items that referred, Wix does not say. */
export const BLANKING_CHANGES_UPDATED_DATE = false
