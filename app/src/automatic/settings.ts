import {items} from '@wix/data'
import {auth} from '@wix/essentials'
import {namespace} from '../../namespace.json'
import {SETTINGS_ID_SUFFIX} from '../extensions/backend/data-collections/settings-collection'

/** An app's collections are named `<its namespace>/<suffix>`. */
const COLLECTION = `${namespace}/${SETTINGS_ID_SUFFIX}`

/** What the app remembers of an installation: one item, whose ID is the installation's. */
export interface Settings {
  /** Whether a backup is made when one is due and somebody opens the page. */
  isAutomatic: boolean
  /** The SHA-256 of the secret that an outside scheduler has; without one, none is let in. */
  secretHash: string | null
}

const NONE: Settings = {isAutomatic: false, secretHash: null}

/** How an item is read: elevated, unless it is read by the app's own token. */
type Get = (collectionId: string, itemId: string, options: {consistentRead: true}) => Promise<unknown>

export async function readSettings(
  instanceId: string,
  get: Get = auth.elevate(items.get),
): Promise<Settings> {
  // What was just written counts: reads lag writes by seconds otherwise.
  const item = await get(COLLECTION, instanceId, {consistentRead: true})
  if (!item) return NONE
  const {isAutomatic, secretHash} = item as Partial<Settings>
  return {isAutomatic: isAutomatic === true, secretHash: secretHash || null}
}

export async function changeSettings(instanceId: string, change: Partial<Settings>): Promise<Settings> {
  const changed = {...(await readSettings(instanceId)), ...change}
  await auth.elevate(items.save)(COLLECTION, {_id: instanceId, ...changed})
  return changed
}
