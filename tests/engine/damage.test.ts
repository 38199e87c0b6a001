import {execFileSync, spawnSync} from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import {openEngine} from '../../local/engine/engine'
import {
  closeEngines,
  content,
  newEngine,
  newFolder,
  restore,
  takeBackup,
  type TestEngine,
  titles,
  write,
} from './new-engine'

afterEach(closeEngines)

const options = (folder: string) => ({folder, now: () => 0, newId: () => 'id', log: () => undefined})

describe('a backup file that', () => {
  const file = (test: TestEngine, id: string) => path.join(test.folder, 'backups', `${id}.sqlite`)

  test.each<[string, (file: string) => void, string]>([
    ['is missing', (path) => rmSync(path), 'is missing'],
    ['was truncated', (path) => truncateSync(path, 4096), 'has 4096 bytes instead of'],
    ['is empty', (path) => truncateSync(path, 0), 'has 0 bytes instead of'],
    ['has one bit flipped in its header', (path) => flip(path, 20), 'is damaged: its SHA-256'],
    [
      'has one bit flipped in the middle',
      (path) => flip(path, readFileSync(path).length / 2),
      'is damaged: its SHA-256',
    ],
    [
      'has one bit flipped at its end',
      (path) => flip(path, readFileSync(path).length - 1),
      'is damaged: its SHA-256',
    ],
    [
      'is something else',
      (path) => writeFileSync(path, 'x'.repeat(readFileSync(path).length)),
      'is damaged: its SHA-256',
    ],
  ])(
    '%s is never restored: FAILED, a reason in the log, and the live data as before',
    async (_name, damage, reason) => {
      const test = await newEngine()
      const {engine} = test
      await engine.createCollection({id: 'Books'})
      await write(
        engine,
        'Books',
        Array.from({length: 300}, (_, n) => ({_id: `${n}`, title: `Book ${n}`, text: 'x'.repeat(300)})),
      )
      const backup = await takeBackup(test)
      await engine.removeItems('Books', ['1', '2'])
      await write(engine, 'Books', [{_id: '3', title: 'changed'}])
      const before = await content(engine, 'Books')
      damage(file(test, backup.id))

      expect(await restore(test, backup.id)).toMatchObject({status: 'FAILED'})
      expect(test.lines).toEqual([expect.stringContaining(reason)])
      expect(await content(engine, 'Books')).toEqual(before)

      // And it goes on: with writes, with another backup, with a restore of that.
      await write(engine, 'Books', [{_id: 'new', title: 'new'}])
      const next = await takeBackup(test)
      await engine.truncateCollection('Books')
      expect(await restore(test, next.id)).toMatchObject({status: 'COMPLETED'})
      expect(Object.keys(await content(engine, 'Books'))).toHaveLength(299)
      await engine.deleteBackup(backup.id)
    },
  )

  function flip(path: string, at: number) {
    const bytes = readFileSync(path)
    bytes[Math.floor(at)]! ^= 4
    writeFileSync(path, bytes)
  }
})

describe('a disk that is full', () => {
  onTmpfs(
    'makes writes fail with DISK_FULL and backups FAILED, restores all or nothing, and loses nothing',
    '8m',
    async (folder) => {
      const test = await newEngine({folder: path.join(folder, 'site')})
      const {engine} = test
      await engine.createCollection({id: 'Books'})
      const bulk = (from: number) =>
        Array.from({length: 100}, (_, n) => ({_id: `${from + n}`, title: 'x', text: 'x'.repeat(1000)}))
      await write(engine, 'Books', bulk(0))
      const backup = await takeBackup(test)
      let written = 100
      const filling = async () => {
        for (;;) {
          await write(engine, 'Books', bulk(written))
          written += 100
        }
      }
      await expect(filling()).rejects.toMatchObject({code: 'DISK_FULL'})
      expect(await engine.countItems('Books')).toBe(written)

      const failed = await engine.createBackup()
      await engine.tick()
      expect(engine.getBackup(failed.id)).toMatchObject({status: 'FAILED', sizeInBytes: null})
      expect(test.lines.join()).toMatch(/full/)
      expect(test.backupFiles()).toEqual([`${backup.id}.sqlite`])

      // There may be room for it in the log; all or nothing in any case.
      await restore(test, backup.id).catch(() => undefined)
      const left = await engine.countItems('Books')
      expect([100, written]).toContain(left)

      // With room again, all goes on.
      execFileSync('mount', ['-o', 'remount,size=64m', folder])
      await test.restart()
      expect(await test.engine.countItems('Books')).toBe(left)
      expect(test.engine.getBackup(backup.id)).toMatchObject({status: 'READY'})
      expect(await takeBackup(test)).toMatchObject({status: 'READY'})
      expect(await restore(test, backup.id)).toMatchObject({status: 'COMPLETED'})
      expect(await test.engine.countItems('Books')).toBe(100)
    },
  )
})

describe('a folder that', () => {
  onTmpfs('is read-only cannot be used, and stays as it is', '8m', async (folder) => {
    const test = await newEngine()
    await test.engine.createCollection({id: 'Books'})
    await write(test.engine, 'Books', [{_id: 'a', title: 'A'}])
    await test.engine.close()
    const site = path.join(folder, 'site')
    cpSync(test.folder, site, {recursive: true})
    execFileSync('mount', ['-o', 'remount,ro', folder])
    try {
      await expect(openEngine(options(site))).rejects.toMatchObject({code: 'DATA_FOLDER_UNUSABLE'})
      await expect(openEngine(options(path.join(folder, 'new')))).rejects.toMatchObject({
        code: 'DATA_FOLDER_UNUSABLE',
      })
    } finally {
      execFileSync('mount', ['-o', 'remount,rw', folder])
    }
    const {engine} = await newEngine({folder: site})
    expect(await titles(engine, 'Books')).toEqual(['A'])
  })

  test('holds a database of an older format is brought to this one', async () => {
    const folder = newFolder()
    // Format 0: a process died before it had written anything.
    writeFileSync(path.join(folder, 'meta.db'), '')
    const test = await newEngine({folder})
    expect(test.engine.listBackups({limit: 1, offset: 0}).total).toBe(0)
    await test.engine.createCollection({id: 'Books'})
  })

  test.each(['meta.db', 'live.db'])(
    'holds a %s that is no database cannot be used, and stays as it is',
    async (name) => {
      const test = await newEngine()
      await test.engine.close()
      const file = path.join(test.folder, name)
      const good = readFileSync(file)
      const bad = Buffer.from('This is no database. '.repeat(500))
      writeFileSync(file, bad)
      await expect(openEngine(options(test.folder))).rejects.toMatchObject({code: 'DATA_FOLDER_UNUSABLE'})
      expect(readFileSync(file).equals(bad)).toBe(true)
      writeFileSync(file, good)
      await test.restart()
    },
  )
})

/** Only where this process may mount one; skipped with the reason in its name elsewhere. */
function onTmpfs(name: string, size: string, body: (folder: string) => Promise<void>) {
  if (!mayMount()) return test.skip(`${name} (skipped: no small tmpfs can be mounted here)`, () => undefined)
  test(name, async () => {
    const folder = path.join(newFolder(), 'small')
    mkdirSync(folder)
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder])
    try {
      await body(folder)
      await closeEngines(false)
    } finally {
      execFileSync('umount', ['-l', folder])
    }
  })
}

/** Root alone is not enough: most containers take the right to mount away from it. */
function mayMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false
  const folder = mkdtempSync(path.join(os.tmpdir(), 'backups-mount-'))
  const {status} = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder])
  if (status === 0) execFileSync('umount', ['-l', folder])
  rmdirSync(folder)
  return status === 0
}
