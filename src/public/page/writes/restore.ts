import type {RestorationCollection} from '../../contract'
import {fitsRestoration} from '../../rules/fits-restoration'
import {made, type WriteKind} from './write-kind'

export interface Restore {
  kind: 'restore'
  backupId: string
  backupRequestedDate: string
  /** `null`: the whole backup. */
  collections: RestorationCollection[] | null
  collectionCount: number
}

export const restore: WriteKind<Restore> = {
  call: (methods, {backupId, collections}) =>
    made(
      collections === null
        ? methods.restoreBackup(backupId, {overwrite: true})
        : methods.restorePartialBackup(backupId, collections, {overwrite: true}),
      (restoration) => ({restoration}),
    ),
  idsBefore: ({restorations}) => restorations.map(({id}) => id),
  look: (write, before, {restorations}) =>
    restorations
      .filter((restoration) => !before.has(restoration.id) && fitsRestoration(restoration, write))
      .map((restoration) => ({restoration})),
}
