import {execFileSync} from 'node:child_process'
import {mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import {aDefinition} from './memory-site'
import {makeCopy} from './make-copy'

jest.setTimeout(180_000)

const ROOT = path.join(__dirname, '../..')
let folder: string
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'backups-packed-'))
})
afterAll(() => rmSync(folder, {recursive: true, force: true}))

test('the command of the packed release runs in an empty folder, without any package and without a build', async () => {
  execFileSync(process.execPath, ['scripts/build-command.mjs'], {cwd: ROOT})
  // What `prepack` builds for a site is tests/site/release's; the command needs none of it.
  execFileSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder], {cwd: ROOT})
  const [archive] = readdirSync(folder)
  execFileSync('tar', ['-xzf', archive!], {cwd: folder})
  const empty = path.join(folder, 'empty')
  mkdirSync(empty)
  const {bytes} = await makeCopy([{definition: aDefinition('Products'), items: [{_id: 'a', title: 'Bread'}]}])
  writeFileSync(path.join(empty, 'shop.zip'), bytes)
  const command = path.join(folder, 'package/bin/backups.mjs')
  const run = (...args: string[]) =>
    execFileSync(process.execPath, [command, ...args], {
      cwd: empty,
      encoding: 'utf8',
      env: {PATH: process.env.PATH},
    })
  expect(JSON.parse(run('verify', 'shop.zip', '--json'))).toMatchObject({counts: {items: 1}})
  expect(() => run('copy', '--out', 'new.zip')).toThrow(/WIX_SITE_ID/)
  expect(readdirSync(empty)).toEqual(['shop.zip'])
})
