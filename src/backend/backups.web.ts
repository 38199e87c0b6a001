import {Permissions, webMethod} from '@wix/web-methods'
import {operations} from './operations/operations'

// Only web methods are exported here: some Wix runtimes turn every export of a `.web` file into a remote call.
// Each is for admins (site owners and collaborators), starts its work and returns within seconds; a page polls.
// What each does and takes: `operations/`, a file of the same name.

export const getOverview = webMethod(Permissions.Admin, operations.getOverview)
export const listBackups = webMethod(Permissions.Admin, operations.listBackups)
export const getBackup = webMethod(Permissions.Admin, operations.getBackup)
export const createBackup = webMethod(Permissions.Admin, operations.createBackup)
export const restoreBackup = webMethod(Permissions.Admin, operations.restoreBackup)
export const restorePartialBackup = webMethod(Permissions.Admin, operations.restorePartialBackup)
export const deleteBackup = webMethod(Permissions.Admin, operations.deleteBackup)
export const listRestorations = webMethod(Permissions.Admin, operations.listRestorations)
export const getRestoration = webMethod(Permissions.Admin, operations.getRestoration)
export const forecastRestore = webMethod(Permissions.Admin, operations.forecastRestore)
export const getExposure = webMethod(Permissions.Admin, operations.getExposure)
export const lookInside = webMethod(Permissions.Admin, operations.lookInside)
export const getLook = webMethod(Permissions.Admin, operations.getLook)
export const listLooks = webMethod(Permissions.Admin, operations.listLooks)
export const compareItems = webMethod(Permissions.Admin, operations.compareItems)
export const previewReferences = webMethod(Permissions.Admin, operations.previewReferences)
export const readItemVersions = webMethod(Permissions.Admin, operations.readItemVersions)
export const bringBack = webMethod(Permissions.Admin, operations.bringBack)
export const undoBringBack = webMethod(Permissions.Admin, operations.undoBringBack)
export const listReceipts = webMethod(Permissions.Admin, operations.listReceipts)
export const closeLook = webMethod(Permissions.Admin, operations.closeLook)
export const readSchema = webMethod(Permissions.Admin, operations.readSchema)
export const readItems = webMethod(Permissions.Admin, operations.readItems)
export const readReferences = webMethod(Permissions.Admin, operations.readReferences)
export const countItems = webMethod(Permissions.Admin, operations.countItems)
export const writeItems = webMethod(Permissions.Admin, operations.writeItems)
export const writeReferences = webMethod(Permissions.Admin, operations.writeReferences)
export const createCollection = webMethod(Permissions.Admin, operations.createCollection)
export const createField = webMethod(Permissions.Admin, operations.createField)
export const proveBackup = webMethod(Permissions.Admin, operations.proveBackup)
export const listProofs = webMethod(Permissions.Admin, operations.listProofs)
