import type {Database} from '../open-database'
import {blankReferences, fieldOfItems, referenceIn, type ReferringField} from './blank-references'
import {collectionNumber} from './content-schema'

/** A collection that is restored: its number in the backup and in the live content, and its ids. */
export interface RestoredPair {
  from: number
  to: number
  source: string
  destination: string
}

export interface LinkOwners {
  /** Whose links the backup knows: a collection made since, or an app's, keeps its own. */
  heldCollectionIds: string[]
  /** Links of a collection that was deleted since the backup stay deleted with it. */
  existingCollectionIds: string[]
  /** Single references of collections that are not restored to those that are. */
  referring: (ReferringField & {targetCollectionId: string})[]
}

/**
 * What a restore does to multi-references. "If collections have a multi-reference relationship, the preexisting
 * references will be restored if at least one of those collections are restored" (SDK). The rest is [assumed]:
 *
 * - The links of a collection that is restored in place, and those into one, become the backup's, if the backup
 *   holds the collection that owns them and it still exists.
 * - A collection that is restored into another one points to what the source pointed to. Nothing else is made
 *   to point to it, and from then on its links are its own.
 * - All other links stay, but for those to items that the restore removes: they are cleared, as by any removal,
 *   and so are single references to them.
 */
export function restoreLinks(
  db: Database,
  {heldCollectionIds: held, existingCollectionIds: existing, referring}: LinkOwners,
  pairs: RestoredPair[],
  replaceItems: () => void,
): void {
  // By id: a collection may have another number in the backup.
  db.exec('INSERT OR IGNORE INTO main.collections (id) SELECT id FROM backup.collections')
  const copies = pairs.filter(({source, destination}) => source !== destination)
  const inPlace = pairs.filter((pair) => !copies.includes(pair))
  const destinations = (some: RestoredPair[]) => some.map(({destination}) => destination)
  const lists = {inPlace: destinations(inPlace), copies: destinations(copies), held, existing}
  for (const [name, ids] of Object.entries(lists)) {
    db.exec(`CREATE TEMP TABLE ${name} (id TEXT PRIMARY KEY)`)
    db.run(`INSERT OR IGNORE INTO ${name} SELECT value FROM json_each(?)`, JSON.stringify(ids))
  }
  rememberTargets(db, referring)
  replaceItems()
  clearReferencesToRemoved(db, referring)
  for (const pair of copies) replaceLinksOfCopy(db, pair)
  if (inPlace.length > 0) replaceLinks(db)
  for (const name of [...Object.keys(lists), 'targets', 'removed']) db.exec(`DROP TABLE temp.${name}`)
}

/** Links that become the backup's, of the live content or of the backup. */
const REPLACED = `
  c.id IN temp.held AND c.id IN temp.existing AND c.id NOT IN temp.copies
  AND (c.id IN temp.inPlace OR t.id IN temp.inPlace)`

const joined = (schema: string) => `
  ${schema}.links AS l JOIN ${schema}.collections AS c ON c.number = l.collection
  JOIN ${schema}.collections AS t ON t.number = l.targetCollection`

/** What the references that stay point to, as far as it is there. */
function rememberTargets(db: Database, referring: LinkOwners['referring']): void {
  db.exec(`
    CREATE TEMP TABLE targets (collection INTEGER, id TEXT, PRIMARY KEY (collection, id));
    INSERT OR IGNORE INTO targets SELECT l.targetCollection, l.target FROM ${joined('main')}
    WHERE (t.id IN temp.inPlace OR t.id IN temp.copies) AND NOT (${REPLACED})
    AND EXISTS (SELECT 1 FROM main.items WHERE collection = l.targetCollection AND id = l.target)`)
  for (const field of referring) {
    const {path, first, last} = fieldOfItems(db, field)
    db.run(
      `INSERT OR IGNORE INTO targets SELECT t.collection, t.id FROM main.items AS i
       JOIN main.items AS t ON t.collection = ? AND t.id = ${referenceIn('i.data')}
       WHERE i.rowid BETWEEN ? AND ?`,
      collectionNumber(db, field.targetCollectionId) ?? -1,
      path,
      path,
      first,
      last,
    )
  }
}

function clearReferencesToRemoved(db: Database, referring: LinkOwners['referring']): void {
  db.exec(`
    CREATE TEMP TABLE removed (collection INTEGER, id TEXT, PRIMARY KEY (collection, id));
    INSERT INTO removed SELECT collection, id FROM temp.targets AS was WHERE NOT EXISTS (
      SELECT 1 FROM main.items AS i WHERE i.collection = was.collection AND i.id = was.id
    );
    DELETE FROM main.links WHERE (targetCollection, target) IN (SELECT collection, id FROM temp.removed)`)
  for (const field of referring) {
    const ids = 'SELECT id FROM temp.removed WHERE collection = ?'
    blankReferences(db, field, {sql: ids, values: [collectionNumber(db, field.targetCollectionId) ?? -1]})
  }
}

function replaceLinksOfCopy(db: Database, {from, to, destination}: RestoredPair): void {
  db.run('DELETE FROM main.links WHERE collection = ?', to)
  const inserted = db.run(
    `INSERT INTO main.links SELECT ?, field, item, mt.number, target FROM backup.links AS b
     JOIN backup.collections AS bt ON bt.number = b.targetCollection JOIN main.collections AS mt ON mt.id = bt.id
     WHERE b.collection = ?`,
    to,
    from,
  )
  const expected = db.get<{n: number}>('SELECT count(*) AS n FROM backup.links WHERE collection = ?', from)!.n
  if (inserted !== expected)
    throw new Error(`the multi-references of ${destination} would not be what the backup holds`)
}

function replaceLinks(db: Database): void {
  const links = (schema: string) =>
    `SELECT c.id AS source, l.field, l.item, t.id AS targetSource, l.target FROM ${joined(schema)} WHERE ${REPLACED}`
  const differ = () =>
    db.get(`SELECT 1 FROM (${links('main')} EXCEPT ${links('backup')}) LIMIT 1`) ??
    db.get(`SELECT 1 FROM (${links('backup')} EXCEPT ${links('main')}) LIMIT 1`)
  if (!differ()) return
  db.exec(`
    DELETE FROM main.links WHERE EXISTS (
      SELECT 1 FROM main.collections AS c, main.collections AS t
      WHERE c.number = links.collection AND t.number = links.targetCollection AND ${REPLACED}
    );
    INSERT INTO main.links SELECT mc.number, field, item, mt.number, target FROM (${links('backup')}) AS b
    JOIN main.collections AS mc ON mc.id = b.source JOIN main.collections AS mt ON mt.id = b.targetSource`)
  if (differ()) throw new Error('the multi-references would not be what the backup holds')
}
