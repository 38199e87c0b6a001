import {COPY_FORMAT, COPY_VERSION, type CopiedCollection, type Manifest} from './copy-format'

type Known = Pick<Manifest, 'writer' | 'site' | 'source' | 'moment' | 'finished' | 'chosen' | 'leftOut'>

export function makeManifest(known: Known, collections: CopiedCollection[]): Manifest {
  const total = (count: (collection: CopiedCollection) => number) =>
    collections.reduce((sum, collection) => sum + count(collection), 0)
  return {
    format: COPY_FORMAT,
    version: COPY_VERSION,
    ...known,
    counts: {
      collections: collections.length,
      items: total(({items}) => items),
      references: total(({references}) => references),
      bytes: total(({definition, parts}) => [definition, ...parts].reduce((sum, {bytes}) => sum + bytes, 0)),
    },
    collections,
  }
}
