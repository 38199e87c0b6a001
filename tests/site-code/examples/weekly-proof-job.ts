// src/backend/weekly-proof-job.ts
import {listBackups, listProofs, proveBackup} from 'public/backups'

/** Named in jobs.config. Safe to run twice: a backup that was proven is not proven again. */
export async function weeklyProof(): Promise<string> {
  const {items} = await listBackups({status: ['READY'], limit: 1})
  const [newest] = items
  if (!newest) return 'There is no backup to prove'
  const known = (await listProofs()).find(({backupId}) => backupId === newest.id)
  const {status, items: same, of, reason} = known ?? (await proveBackup(newest.id, {timeoutMs: 180_000}))
  if (status === 'FAILED') return `Not proven: ${reason}`
  return status === 'DONE' ? `${same} of ${of} items came back as they were` : 'It is still being proven'
}
