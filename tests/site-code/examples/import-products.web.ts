// src/backend/import-products.web.ts
import {items} from '@wix/data'
import {Permissions, webMethod} from '@wix/web-methods'
import {backUpBefore} from 'backend/back-up-before'
import {BackupsError} from 'public/backups'

interface Row {
  _id: string
  price: number
}

/** Imports rows; when one is refused, the products are as they were before. */
export const importProducts = webMethod(Permissions.Admin, async (rows: Row[]) => {
  try {
    return await backUpBefore(
      async () => {
        const {inserted, updated, errors} = await items.bulkSave('Products', rows)
        if (errors.length > 0) throw new Error(`${errors.length} rows were refused`)
        return {ok: true, inserted, updated}
      },
      {collectionIds: ['Products'], onFailure: 'restore', reuseYoungerThanMs: 15 * 60 * 1000},
    )
  } catch (error) {
    if (!(error instanceof BackupsError)) throw error
    // WOULD_EVICT: nothing was done yet. UPDATE_FAILED: the products are being restored, or restoreProblem says why not.
    return {ok: false, code: error.code, message: error.message, problem: error.problem}
  }
})
