import {copyFileSync, mkdirSync, readdirSync, rmSync} from 'node:fs'
import path from 'node:path'
import {openDatabase} from '../../local/engine/open-database'
import {closeEngines, content, newEngine, newFolder, restore, titles} from './new-engine'

afterEach(closeEngines)

/** The tables of version 0.1 (format 1): one collection, one backup in the file that the engine made, one restoration. */
const FORMAT_1 = `
  CREATE TABLE collections (id TEXT PRIMARY KEY, deleted INTEGER NOT NULL, data TEXT NOT NULL);
  CREATE TABLE backups (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, type TEXT NOT NULL, status TEXT NOT NULL,
    requested INTEGER NOT NULL, data TEXT NOT NULL
  );
  CREATE TABLE restorations (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, status TEXT NOT NULL,
    requested INTEGER NOT NULL, data TEXT NOT NULL
  );
  CREATE TABLE engineValues (key TEXT PRIMARY KEY, value TEXT NOT NULL);
  PRAGMA user_version = 1`

/** A folder as 0.1 left it: its states written anew from what the engine wrote, without what came later. */
async function folderOfVersion01(): Promise<string> {
  const test = await newEngine()
  const fields = [
    {key: 'next', displayName: 'Next', type: 'MULTI_REFERENCE', referencedCollectionId: 'Books'},
  ]
  await test.engine.createCollection({id: 'Books', fields})
  await test.engine.writeItems(
    'Books',
    'insert',
    [
      {_id: 'a', title: 'A'},
      {_id: 'b', title: 'B'},
    ],
    'me',
  )
  await test.engine.insertReferences([{collectionId: 'Books', field: 'next', itemId: 'a', targetId: 'b'}])
  const {id} = await test.engine.createBackup()
  await test.engine.tick()
  await restore(test, id)
  test.engine.failNext('backup', 1)
  await test.engine.createBackup()
  await test.engine.tick()
  await test.engine.close()

  const folder = newFolder()
  for (const name of readdirSync(test.folder, {recursive: true}) as string[]) {
    const target = path.join(folder, name)
    if (name === 'backups') mkdirSync(target)
    else if (!name.startsWith('meta.db')) copyFileSync(path.join(test.folder, name), target)
  }
  rmSync(path.join(folder, 'lock.db'), {force: true})
  const now = openDatabase(path.join(test.folder, 'meta.db'))
  const then = openDatabase(path.join(folder, 'meta.db'))
  then.exec(FORMAT_1)
  for (const table of ['collections', 'backups', 'restorations', 'engineValues'])
    for (const row of now.all<Record<string, string | number>>(`SELECT * FROM ${table}`)) {
      const values = Object.values(row)
      then.run(`INSERT INTO ${table} VALUES (${values.map(() => '?').join(', ')})`, ...values)
    }
  now.close()
  then.close()
  return folder
}

test('a folder of version 0.1 is opened where it is, and goes on', async () => {
  const folder = await folderOfVersion01()
  const test = await newEngine({folder, lastId: 100})
  const {items: backups} = test.engine.listBackups({limit: 9, offset: 0})
  expect(backups.map(({status}) => status)).toEqual(['FAILED', 'READY'])
  expect(test.engine.listRestorations({limit: 9, offset: 0}).items).toMatchObject([{status: 'COMPLETED'}])
  expect(Object.keys(await content(test.engine, 'Books'))).toEqual(['a', 'b'])
  expect(await test.engine.listReferences('Books', 'next', 'a')).toEqual(['b'])

  await test.engine.truncateCollection('Books')
  expect(await restore(test, backups[1]!.id)).toMatchObject({status: 'COMPLETED'})
  expect(await titles(test.engine, 'Books')).toEqual(['A', 'B'])
  expect(await test.engine.listReferences('Books', 'next', 'a')).toEqual(['b'])
  for (let n = 0; n < 3; n++) {
    await test.engine.createBackup()
    await test.engine.tick()
  }
  expect(test.engine.getBackup(backups[1]!.id).status).toBe('DELETED')
  await test.restart()
  expect(test.engine.listBackups({limit: 9, offset: 0}).total).toBe(5)
})

test('an item that 0.1 took in nested too deep is kept, and stands in the way of nothing', async () => {
  const test = await newEngine()
  const fields = [{key: 'next', displayName: 'Next', type: 'REFERENCE', referencedCollectionId: 'Books'}]
  await test.engine.createCollection({id: 'Books', fields})
  const items = [{_id: 'a', title: 'A', next: 'b'}, {_id: 'b', title: 'B'}, {_id: 'deep'}]
  await test.engine.writeItems('Books', 'insert', items, 'me')
  const deep = `{"_id":"deep","title":${'['.repeat(1500)}${']'.repeat(1500)}}`
  await test.engine.close()
  const live = openDatabase(path.join(test.folder, 'live.db'))
  live.run('UPDATE items SET data = ? WHERE id = ?', deep, 'deep')
  live.close()
  await test.restart()

  const query = async (filter: object, fieldName: string) => {
    const {items} = await test.engine.queryItems('Books', {
      filter: filter as never,
      sort: [{fieldName, order: 'ASC'}],
      limit: 9,
      offset: 0,
    })
    return items.map(({_id}) => _id)
  }
  expect(await query({title: {$gte: 'A'}}, 'title')).toEqual(['a', 'b'])
  expect(await query({}, 'title')).toEqual(['deep', 'a', 'b'])
  expect(await query({_id: {$in: ['deep', 'b']}}, '_id')).toEqual(['b', 'deep'])
  expect(await test.engine.countItems('Books', {title: 'B'})).toBe(1)

  const {id} = await test.engine.createBackup()
  await test.engine.tick()
  await test.engine.removeItems('Books', ['b'])
  expect(await query({next: {$exists: true}}, 'title')).toEqual([])
  expect(await restore(test, id)).toMatchObject({status: 'COMPLETED'})
  expect(await query({next: 'b'}, 'title')).toEqual(['a'])
  expect(await test.engine.getItem('Books', 'deep')).toEqual(JSON.parse(deep))
})
