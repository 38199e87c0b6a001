import type {CopiesWebMethods, Problem, RecoveryWebMethods, Result} from 'public/contract'

const problem: Problem = {code: 'NOT_ALLOWED', message: 'Item recovery is played by the local Wix alone.'}
const refuse = async (): Promise<Result<never>> => ({ok: false, error: problem})

/** A site that lets nobody look inside its backups: what item recovery needs of Wix, only the local Wix plays. */
export const withoutRecovery: RecoveryWebMethods & CopiesWebMethods = {
  lookInside: refuse,
  lookInsideCopy: refuse,
  getLook: refuse,
  listLooks: refuse,
  compareItems: refuse,
  previewReferences: refuse,
  readItemVersions: refuse,
  bringBack: refuse,
  undoBringBack: refuse,
  listReceipts: refuse,
  closeLook: refuse,
  proveBackup: refuse,
  listProofs: refuse,
  readSchema: refuse,
  readItems: refuse,
  readReferences: refuse,
  countItems: refuse,
  writeItems: refuse,
  writeReferences: refuse,
  createCollection: refuse,
  createField: refuse,
  compareSchema: refuse,
  recreateCollection: refuse,
}
