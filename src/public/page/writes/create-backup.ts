import {made, type WriteKind} from './write-kind'

export interface CreateBackup {
  kind: 'createBackup'
  /** The backup whose eviction was confirmed; `null`: none is evicted. */
  evict: string | null
}

export const createBackup: WriteKind<CreateBackup> = {
  call: (methods, {evict}) =>
    made(methods.createBackup(evict === null ? {} : {evict}), (backup) => ({backup})),
  idsBefore: ({backups}) => backups.map(({id}) => id),
  look: (_write, before, {backups}) =>
    backups.filter(({id, type}) => type === 'ON_DEMAND' && !before.has(id)).map((backup) => ({backup})),
}
