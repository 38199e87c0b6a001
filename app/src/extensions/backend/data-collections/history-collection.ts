import type {DataCollection} from '@wix/astro/builders'

/** The product's own name for it, by which it is left out of what is nobody's content. */
export const HISTORY_ID_SUFFIX = 'BackupsHistory'

/** What item recovery must not forget: which copies are its own, receipts, and what was overwritten. */
export const historyCollection: DataCollection = {
  idSuffix: HISTORY_ID_SUFFIX,
  displayName: 'Backups: history',
  fields: [
    {key: 'kind', displayName: 'Kind', type: 'TEXT'},
    {key: 'revision', displayName: 'Revision', type: 'NUMBER'},
    {key: 'writer', displayName: 'Written by call', type: 'TEXT'},
    {key: 'date', displayName: 'Date (epoch milliseconds)', type: 'NUMBER'},
    {key: 'body', displayName: 'Content', type: 'OBJECT'},
  ],
  dataPermissions: {
    itemRead: 'PRIVILEGED',
    itemInsert: 'PRIVILEGED',
    itemUpdate: 'PRIVILEGED',
    itemRemove: 'PRIVILEGED',
  },
}
