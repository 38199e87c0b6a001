import {httpClient} from '@wix/essentials'
import type {BackupsWebMethods} from 'public/contract'

/** The app's endpoints are where its page's code comes from. */
const ORIGIN = new URL(import.meta.url).origin

const call =
  (method: keyof BackupsWebMethods) =>
  async (...args: unknown[]): Promise<never> => {
    const response = await httpClient.fetchWithAuth(`${ORIGIN}/api/backups/${method}`, {
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

/** The operations as the page calls them; what is a web method on a Velo site is a request here. */
export const endpoints: BackupsWebMethods = {
  createBackup: call('createBackup'),
  deleteBackup: call('deleteBackup'),
  forecastRestore: call('forecastRestore'),
  getBackup: call('getBackup'),
  getExposure: call('getExposure'),
  getOverview: call('getOverview'),
  getRestoration: call('getRestoration'),
  listBackups: call('listBackups'),
  listRestorations: call('listRestorations'),
  restoreBackup: call('restoreBackup'),
  restorePartialBackup: call('restorePartialBackup'),
}
