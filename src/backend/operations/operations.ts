import type {PageMethods} from 'public/contract'
import {bringBack} from './bring-back'
import {closeLook} from './close-look'
import {compareItems} from './compare-items'
import {getLook} from './get-look'
import {listLooks} from './list-looks'
import {listReceipts} from './list-receipts'
import {lookInside} from './look-inside'
import {lookInsideCopy} from './look-inside-copy'
import {previewReferences} from './preview-references'
import {readItemVersions} from './read-item-versions'
import {undoBringBack} from './undo-bring-back'
import {createBackup} from './create-backup'
import {deleteBackup} from './delete-backup'
import {forecastRestore} from './forecast-restore'
import {getBackup} from './get-backup'
import {getExposure} from './get-exposure'
import {getOverview} from './get-overview'
import {getRestoration} from './get-restoration'
import {listBackups} from './list-backups'
import {listRestorations} from './list-restorations'
import {readSchema} from './read-schema'
import {readItems} from './read-items'
import {readReferences} from './read-references'
import {countItems} from './count-items'
import {writeItems} from './write-items'
import {writeReferences} from './write-references'
import {createCollection} from './create-collection'
import {createField} from './create-field'
import {compareSchema} from './compare-schema'
import {recreateCollection} from './recreate-collection'
import {listProofs} from './list-proofs'
import {proveBackup} from './prove-backup'
import {newProcess} from './operation'
import {restoreBackup} from './restore-backup'
import {restorePartialBackup} from './restore-partial-backup'

/**
 * Every operation by its name, as web methods and HTTP endpoints call it: arguments of which nothing is certain in,
 * `{ok: true, value}` or `{ok: false, error}` out, all of it JSON. Nothing is destroyed that the caller did not name.
 * Who may call is for the caller's door to check: everything here elevates.
 */
export const operations = createOperations()

/** For who serves more than one site from a process, or needs timing and limits of its own. */
export function createOperations(process = newProcess()): PageMethods {
  return {
    getOverview: getOverview(process),
    listBackups: listBackups(process),
    getBackup: getBackup(process),
    createBackup: createBackup(process),
    restoreBackup: restoreBackup(process),
    restorePartialBackup: restorePartialBackup(process),
    deleteBackup: deleteBackup(process),
    listRestorations: listRestorations(process),
    getRestoration: getRestoration(process),
    forecastRestore: forecastRestore(process),
    getExposure: getExposure(process),
    lookInside: lookInside(process),
    lookInsideCopy: lookInsideCopy(process),
    getLook: getLook(process),
    listLooks: listLooks(process),
    compareItems: compareItems(process),
    previewReferences: previewReferences(process),
    readItemVersions: readItemVersions(process),
    bringBack: bringBack(process),
    undoBringBack: undoBringBack(process),
    listReceipts: listReceipts(process),
    closeLook: closeLook(process),
    proveBackup: proveBackup(process),
    listProofs: listProofs(process),
    readSchema: readSchema(process),
    readItems: readItems(process),
    readReferences: readReferences(process),
    countItems: countItems(process),
    writeItems: writeItems(process),
    writeReferences: writeReferences(process),
    createCollection: createCollection(process),
    createField: createField(process),
    compareSchema: compareSchema(process),
    recreateCollection: recreateCollection(process),
  }
}
