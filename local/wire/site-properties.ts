import type {Engine} from '../engine/types'
import {applicationError} from './wire-error'
import {managesSite} from './identity'
import type {Call} from './request'

export const LOCAL_SITE_NAME = 'Olive & Rye Pantry'

/** Site Properties API, as far as the Backups page asks for it: the site's name. */
export async function getSiteProperties(_engine: Engine, {identity}: Call) {
  if (!managesSite(identity)) {
    throw applicationError(403, 'PERMISSION_DENIED', 'Missing the permission to read site properties')
  }
  return {properties: {siteDisplayName: LOCAL_SITE_NAME}, version: '1'}
}
