import {readFileSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import {openEngine} from '../../local/engine/engine'
import {DAY, SECOND} from './fake-clock'
import {closeEngines, content, newEngine, takeBackup, titles, write} from './new-engine'

afterEach(closeEngines)

describe('after a restart', () => {
  test('items, links, collections, backups and restorations are as they were', async () => {
    const test = await newEngine()
    await test.engine.createCollection({
      id: 'Books',
      fields: [{key: 'next', displayName: 'Next', type: 'MULTI_REFERENCE', referencedCollectionId: 'Books'}],
    })
    await write(test.engine, 'Books', [{_id: 'a', title: 'A'}])
    await test.engine.insertReferences([{collectionId: 'Books', field: 'next', itemId: 'a', targetId: 'b'}])
    const backup = await takeBackup(test)
    await test.engine.restoreBackup(backup.id)
    await test.engine.tick()
    const state = async () => ({
      collections: test.engine.listCollections(),
      items: await content(test.engine, 'Books'),
      links: await test.engine.listReferences('Books', 'next', 'a'),
      backups: test.engine.listBackups({limit: 9, offset: 0}),
      restorations: test.engine.listRestorations({limit: 9, offset: 0}),
      files: test.backupFiles(),
    })
    const before = await state()
    await test.restart()
    expect(await state()).toEqual(before)
  })

  test('what was PENDING comes to its end when it is due', async () => {
    const test = await newEngine({settings: {backupMs: 9 * SECOND, restoreMs: 9 * SECOND}})
    await test.engine.createCollection({id: 'Books'})
    await write(test.engine, 'Books', [{_id: 'a', title: 'A'}])
    const {id} = await test.engine.seedBackup('AUTO', test.clock.now() - DAY)
    await test.engine.truncateCollection('Books')
    const backup = await test.engine.createBackup()
    await test.engine.restoreBackup(id)
    await test.restart()
    expect(test.engine.getBackup(backup.id).status).toBe('PENDING')
    expect(test.engine.nextDue()).toBe(test.clock.now() + 9 * SECOND)
    await test.advance(9 * SECOND)
    expect(test.engine.getBackup(backup.id).status).toBe('READY')
    expect(await titles(test.engine, 'Books')).toEqual(['A'])
  })

  test('a file that belongs to no backup is gone', async () => {
    const test = await newEngine()
    const {id} = await takeBackup(test)
    writeFileSync(path.join(test.folder, 'backups/stray.sqlite'), 'x')
    writeFileSync(path.join(test.folder, 'backups/other.sqlite.part'), 'x')
    await test.restart()
    expect(test.backupFiles()).toEqual([`${id}.sqlite`])
  })
})

describe('openEngine', () => {
  const options = (folder: string) => ({folder, now: () => 0, newId: () => 'id', log: () => undefined})

  test('refuses a folder that is open already', async () => {
    const test = await newEngine()
    await expect(openEngine(options(test.folder))).rejects.toMatchObject({code: 'DATA_FOLDER_IN_USE'})
    await test.restart()
  })

  test('refuses a folder of a newer version, and changes nothing', async () => {
    const test = await newEngine()
    await test.engine.close()
    const meta = path.join(test.folder, 'meta.db')
    const bytes = readFileSync(meta)
    bytes.writeUInt32BE(99, 60)
    writeFileSync(meta, bytes)
    await expect(openEngine(options(test.folder))).rejects.toMatchObject({
      code: 'DATA_FOLDER_NEWER',
      facts: {format: 99, known: 1},
    })
    expect(readFileSync(meta).equals(bytes)).toBe(true)
    bytes.writeUInt32BE(1, 60)
    writeFileSync(meta, bytes)
    await test.restart()
  })

  test('refuses a folder that is a file', async () => {
    const test = await newEngine()
    const file = path.join(test.folder, 'file')
    writeFileSync(file, 'x')
    await expect(openEngine(options(file))).rejects.toMatchObject({code: 'DATA_FOLDER_UNUSABLE'})
    await expect(openEngine(options(path.join(file, 'below')))).rejects.toMatchObject({
      code: 'DATA_FOLDER_UNUSABLE',
    })
  })
})
