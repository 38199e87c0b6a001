import {httpClient} from '@wix/essentials'
import type {AutomaticBackups} from 'public/automatic-contract'
import type {PageMethods} from 'public/contract'

/** The app's endpoints are where its page's code comes from. */
const ORIGIN = new URL(import.meta.url).origin

const endpoint =
  (path: string) =>
  async (...args: unknown[]): Promise<never> => {
    const response = await httpClient.fetchWithAuth(ORIGIN + path, {
      method: 'POST',
      headers: {'Content-Type': 'application/json'},
      body: JSON.stringify(args),
    })
    const result = (await response.json().catch(() => null)) as {
      ok?: unknown
      error?: {message?: string}
    } | null
    // A session that has ended is for the page to say; any other failure says itself what it is.
    if (typeof result?.ok !== 'boolean' || response.status === 401) {
      throw Object.assign(new Error(result?.error?.message ?? 'The answer is not one of this app’s.'), {
        status: response.status,
      })
    }
    return result as never
  }

const call = (method: keyof PageMethods) => endpoint(`/api/backups/${method}`)

/** The operations as the page calls them; what is a web method on a Velo site is a request here. */
export const endpoints: PageMethods = {
  bringBack: call('bringBack'),
  closeLook: call('closeLook'),
  compareItems: call('compareItems'),
  compareSchema: call('compareSchema'),
  countItems: call('countItems'),
  createBackup: call('createBackup'),
  createCollection: call('createCollection'),
  createField: call('createField'),
  deleteBackup: call('deleteBackup'),
  forecastRestore: call('forecastRestore'),
  getBackup: call('getBackup'),
  getExposure: call('getExposure'),
  getLook: call('getLook'),
  getOverview: call('getOverview'),
  getRestoration: call('getRestoration'),
  listBackups: call('listBackups'),
  listLooks: call('listLooks'),
  listProofs: call('listProofs'),
  listReceipts: call('listReceipts'),
  listRestorations: call('listRestorations'),
  lookInside: call('lookInside'),
  lookInsideCopy: call('lookInsideCopy'),
  previewReferences: call('previewReferences'),
  proveBackup: call('proveBackup'),
  readItemVersions: call('readItemVersions'),
  readItems: call('readItems'),
  readReferences: call('readReferences'),
  readSchema: call('readSchema'),
  recreateCollection: call('recreateCollection'),
  restoreBackup: call('restoreBackup'),
  restorePartialBackup: call('restorePartialBackup'),
  undoBringBack: call('undoBringBack'),
  writeItems: call('writeItems'),
  writeReferences: call('writeReferences'),
}

export const automatic: AutomaticBackups = {
  address: `${ORIGIN}/api/scheduled-backup`,
  getChoice: endpoint('/api/automatic/getChoice'),
  choose: endpoint('/api/automatic/choose'),
  makeKey: endpoint('/api/automatic/makeKey'),
  removeKey: endpoint('/api/automatic/removeKey'),
  backUpIfDue: endpoint('/api/automatic/backUpIfDue'),
}
