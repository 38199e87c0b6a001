// An import that takes longer than a request: begun in one, run in another, taken back if it fails.
import {items} from '@wix/data'
import {abortUpdate, beginUpdate, finishUpdate, isUpdateSafe, type UpdateToken} from 'backend/back-up-before'
import {BackupsError} from 'public/backups'

/** Starts the backup. The token is plain JSON: keep it wherever the next request finds it. */
export async function startImport(): Promise<UpdateToken> {
  return beginUpdate({collectionIds: ['Products']})
}

export async function runImport(
  token: UpdateToken,
  rows: {_id: string; price: number}[],
): Promise<'NOT_YET' | 'DONE' | 'BEING_TAKEN_BACK' | 'LOOK_FIRST'> {
  if (!(await isUpdateSafe(token))) return 'NOT_YET'
  const {errors} = await items.bulkSave('Products', rows)
  if (errors.length === 0) {
    // Its slot is free again. A backup that may be somebody else's stays.
    await finishUpdate(token, {deleteBackup: true})
    return 'DONE'
  }
  try {
    await abortUpdate(token)
    return 'BEING_TAKEN_BACK'
  } catch (error) {
    if (!(error instanceof BackupsError) || error.code !== 'OUTCOME_UNKNOWN') throw error
    // One of error.problem.candidates may have taken it back already. If it has not: abortUpdate(token, {restoreAnyway: true}).
    return 'LOOK_FIRST'
  }
}
