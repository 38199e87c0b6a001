import {spawnSync} from 'node:child_process'
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import os from 'node:os'
import path from 'node:path'

const ROOT = path.join(__dirname, '../..')
const SCRIPTS = path.join(ROOT, 'scripts')
const {version} = JSON.parse(
  readFileSync(path.join(ROOT, 'node_modules/@sparticuz/chromium/package.json'), 'utf8'),
) as {version: string}
const isPackaged = process.platform === 'linux' && process.arch === 'x64'
const withPackaged = isPackaged ? describe : describe.skip

let folder: string

beforeEach(() => {
  // Inside the clone, so that the packages are found from here.
  folder = mkdtempSync(path.join(ROOT, '.build/chromium-test-'))
})
afterEach(() => rmSync(folder, {recursive: true, force: true}))

withPackaged(`the packaged Chromium${isPackaged ? '' : ' (skipped: it is for Linux on x64)'}`, () => {
  test('is never a program that somebody put into the shared temporary folder', () => {
    const planted = plant(path.join(folder, `sparticuz-chromium-${version}`))
    const {status, stdout, stderr} = launch(SCRIPTS, {TMPDIR: folder})
    expect({status, stdout, stderr}).toEqual({status: 0, stdout: expect.stringMatching(/^\d+\./), stderr: ''})
    expect(existsSync(planted.proof)).toBe(false)
  })

  test('is not run where another user may write', () => {
    const {scripts, unpacked} = clone()
    const planted = plant(unpacked)
    chmodSync(unpacked, 0o777)
    expect(launch(scripts).stderr).toContain('another user may write into it. Delete it')
    expect(existsSync(planted.proof)).toBe(false)
  })

  const asRoot = process.getuid?.() === 0 ? test : test.skip
  asRoot("is not run where it is another user's (only root can make such a folder)", () => {
    const {scripts, unpacked} = clone()
    const planted = plant(unpacked)
    chownSync(unpacked, 65_534, 65_534)
    expect(launch(scripts).stderr).toContain("is another user's")
    expect(existsSync(planted.proof)).toBe(false)
  })
})

/** A program that leaves a proof of having been run. */
function plant(into: string): {proof: string} {
  const proof = path.join(folder, 'it-was-run')
  mkdirSync(into, {recursive: true, mode: 0o755})
  writeFileSync(path.join(into, 'chromium'), `#!/bin/sh\ntouch '${proof}'\n`, {mode: 0o755})
  return {proof}
}

function clone(): {scripts: string; unpacked: string} {
  const scripts = path.join(folder, 'scripts')
  mkdirSync(scripts)
  copyFileSync(path.join(SCRIPTS, 'chromium.cjs'), path.join(scripts, 'chromium.cjs'))
  return {scripts, unpacked: path.join(folder, '.build', `chromium-${version}`)}
}

function launch(scripts: string, env: Record<string, string> = {}) {
  const script = `
    const {launchChromium} = require(${JSON.stringify(path.join(scripts, 'chromium.cjs'))})
    launchChromium().then(async (browser) => {
      console.log(browser.version())
      await browser.close()
    })`
  const {CHROMIUM_PATH: _chosen, ...others} = process.env
  return spawnSync(process.execPath, ['-e', script], {
    encoding: 'utf8',
    env: {...others, TMPDIR: os.tmpdir(), ...env},
  })
}
