import {mkdirSync, mkdtempSync, rmSync, writeFileSync, readdirSync} from 'node:fs'
import {createServer} from 'node:net'
import type {AddressInfo} from 'node:net'
import os from 'node:os'
import path from 'node:path'
import Database from 'libsql'
import {runHostToItsEnd, startHostProcess} from '../support/host-process'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'backups-start-'))
})

afterEach(() => rmSync(folder, {recursive: true, force: true}))

const wix = async (url: string, method: string, at: string, body?: unknown) => {
  const response = await fetch(`${url}/wix-data/v2/${at}`, {
    method,
    headers: {authorization: 'local-owner', 'content-type': 'application/json'},
    ...(body !== undefined && {body: JSON.stringify(body)}),
  })
  return (await response.json()) as unknown
}

describe('npm start', () => {
  test('fills an empty folder with a site that has a past', async () => {
    const host = await startHostProcess({DATA_DIR: folder})
    const {backups} = (await wix(host.url, 'GET', 'backups')) as {backups: {type: string; status: string}[]}
    expect(backups.map(({type, status}) => `${type} ${status}`)).toEqual([
      'ON_DEMAND READY',
      'AUTO READY',
      'ON_DEMAND READY',
      'AUTO READY',
    ])
    await host.kill()
  })

  test('shows an acknowledged write and an acknowledged backup after kill -9', async () => {
    const first = await startHostProcess({DATA_DIR: folder, SEED: 'empty'})
    await wix(first.url, 'POST', 'collections', {collection: {id: 'Notes'}})
    await wix(first.url, 'POST', 'items', {
      dataCollectionId: 'Notes',
      dataItem: {data: {_id: 'n1', text: 'kept'}},
    })
    const {backup} = (await wix(first.url, 'POST', 'backups', {})) as {backup: {id: string}}
    await first.kill('SIGKILL')

    const second = await startHostProcess({DATA_DIR: folder})
    const {dataItem} = (await wix(second.url, 'GET', 'items/n1?dataCollectionId=Notes')) as {
      dataItem: {data: object}
    }
    expect(dataItem.data).toMatchObject({text: 'kept'})
    const {backups} = (await wix(second.url, 'GET', 'backups')) as {backups: {id: string; status: string}[]}
    expect(backups.map(({id}) => id)).toEqual([backup.id])
    await second.kill()
  })

  test('stays at the time to which its clock was moved, backend included', async () => {
    const host = await startHostProcess({DATA_DIR: folder, SEED: 'empty'})
    await fetch(`${host.url}/__local/clock`, {
      method: 'POST',
      body: JSON.stringify({advanceMs: 30 * 24 * 3600 * 1000}),
    })
    await host.kill()
    const again = await startHostProcess({DATA_DIR: folder})
    const response = await fetch(`${again.url}/_webMethods/backend/backups.web.js/getOverview.ajax`, {
      method: 'POST',
      headers: {authorization: 'local-owner'},
      body: '[]',
    })
    const {result} = (await response.json()) as {result: {value: {now: string}}}
    expect(Date.parse(result.value.now) - Date.now()).toBeGreaterThan(29 * 24 * 3600 * 1000)
    await again.kill()
  })
})

describe('npm start ends with one clear line and exit code 1', () => {
  const oneLine = (pattern: RegExp) => ({
    code: 1,
    errors: expect.stringMatching(new RegExp(`^[^\\n]*(${pattern.source})[^\\n]*\\n$`)),
  })

  test('when the port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => other.once('listening', resolve))
    const {port} = other.address() as AddressInfo
    expect(await runHostToItsEnd({PORT: String(port), DATA_DIR: folder})).toMatchObject(
      oneLine(/already in use/),
    )
    other.close()
    expect(readdirSync(folder)).toEqual([])
  })

  test('when the folder cannot be used', async () => {
    writeFileSync(path.join(folder, 'file'), '')
    expect(await runHostToItsEnd({DATA_DIR: path.join(folder, 'file', 'data')})).toMatchObject(
      oneLine(/cannot be used/),
    )
  })

  test('when the folder holds something else, which is left alone', async () => {
    writeFileSync(path.join(folder, 'thesis.txt'), 'precious')
    expect(await runHostToItsEnd({DATA_DIR: folder})).toMatchObject(oneLine(/thesis.txt/))
    expect(readdirSync(folder)).toEqual(['thesis.txt'])
  })

  test('when it has backups of something else, which are left alone', async () => {
    mkdirSync(path.join(folder, 'backups'))
    writeFileSync(path.join(folder, 'backups', 'thesis.sqlite'), 'precious')
    expect(await runHostToItsEnd({DATA_DIR: folder})).toMatchObject(oneLine(/backups/))
    expect(readdirSync(path.join(folder, 'backups'))).toEqual(['thesis.sqlite'])
  })

  test('when the folder is in use', async () => {
    const host = await startHostProcess({DATA_DIR: folder, SEED: 'empty'})
    expect(await runHostToItsEnd({DATA_DIR: folder})).toMatchObject(oneLine(/Another process has/))
    expect(await wix(host.url, 'GET', 'backups')).toMatchObject({backups: []})
    await host.kill()
  })

  test('when the folder is of a newer version', async () => {
    const host = await startHostProcess({DATA_DIR: folder, SEED: 'empty'})
    await host.kill('SIGTERM')
    const database = new Database(path.join(folder, 'meta.db'))
    database.exec('PRAGMA user_version = 99')
    database.close()
    expect(await runHostToItsEnd({DATA_DIR: folder})).toMatchObject(oneLine(/newer/))
  })

  test.each([
    [{PORT: 'http'}, /PORT must be/],
    [{PORT: '70000'}, /PORT must be/],
    [{SEED: 'everything'}, /SEED must be/],
  ])('for %j', async (env, pattern) => {
    expect(await runHostToItsEnd({DATA_DIR: folder, ...(env as Record<string, string>)})).toMatchObject(
      oneLine(pattern),
    )
  })
})
