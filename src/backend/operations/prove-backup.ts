import {beginProof, continueProof} from '../recovery/proofs'
import {checkId} from './check-arguments'
import {checkReceiptPosition} from './check-recovery-arguments'
import {operation} from './operation'

/**
 * A drill: restores a sample of a backup's collections beside the originals, compares, measures, and removes what it
 * restored. In slices: ask again with `next` after `waitMs`, until it is `null`.
 */
export const proveBackup = operation(2, async (call, backupId, next) => {
  const id = checkId('backupId', backupId)
  const proofId = checkReceiptPosition(next)
  return proofId === null ? beginProof(call, id) : continueProof(call, proofId)
})
