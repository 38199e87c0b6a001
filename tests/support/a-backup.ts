import type {Backup} from 'public/contract'

/** A READY on-demand backup, but for what a test says of it. */
export function aBackup(known: Partial<Backup> = {}): Backup {
  const requestedDate = known.requestedDate ?? '2026-03-01T00:00:00.000Z'
  return {
    id: '11111111-1111-4111-8111-111111111111',
    type: 'ON_DEMAND',
    status: 'READY',
    requestedDate,
    startedDate: requestedDate,
    finishedDate: requestedDate,
    deletedDate: null,
    sizeInBytes: 1000,
    collections: [{id: 'Products', displayName: 'Products'}],
    ...known,
  }
}
