import type {DataCollection} from '@wix/astro/builders'

export const SETTINGS_ID_SUFFIX = 'settings'

/** What the app must remember of a site. Nobody but the app and the site's admins reads or writes it. */
export const settingsCollection: DataCollection = {
  idSuffix: SETTINGS_ID_SUFFIX,
  displayName: 'Backups: settings',
  fields: [
    {key: 'isAutomatic', displayName: 'Back up when due', type: 'BOOLEAN'},
    {key: 'secretHash', displayName: 'Scheduler', type: 'TEXT'},
  ],
  dataPermissions: {
    itemRead: 'PRIVILEGED',
    itemInsert: 'PRIVILEGED',
    itemUpdate: 'PRIVILEGED',
    itemRemove: 'PRIVILEGED',
  },
}
