// Builds app/ by Wix's own tool, offline, unless nothing that it is made of has changed since.
import {spawn} from 'node:child_process'
import {createHash} from 'node:crypto'
import {existsSync} from 'node:fs'
import {mkdir, readFile, readdir, rename, rm, writeFile} from 'node:fs/promises'
import path from 'node:path'
import {fileURLToPath} from 'node:url'
import {buildElement} from './build-element.mjs'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
export const APP = path.join(root, 'app')

/** The app that the local Wix has installed: see local/wire/oauth.ts. */
const LOCAL_CLIENT_ID = '10ca1000-0000-4000-8000-00000000a990'
const GUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

const INSTALLED = path.join(APP, 'node_modules/.installed-from')
const BUILT = path.join(root, '.build/app/built-from')
/** Wix's tool keeps its settings, and who is logged in, in the home folder: this build has none of that. */
const HOME = path.join(root, '.build/app/home')
const INPUTS = ['app/src', 'src/backend', 'src/public', '.build/page/backups-page.js']
const INPUT_FILES =
  /^(astro\.config\.mjs|package\.json|package-lock\.json|namespace\.json|tsconfig\.json|wix\.config\.json)$/

/** One clear line, no stack. */
export class BuildProblem extends Error {}

/** @param {{clientId?: string, say?: (line: string) => void}} options `clientId`: the app's ID at Wix */
export async function buildApp({clientId = process.env.WIX_CLIENT_ID || LOCAL_CLIENT_ID, say = print} = {}) {
  if (!GUID.test(clientId)) {
    throw new BuildProblem(
      `WIX_CLIENT_ID must be an app's ID (a GUID), not "${clientId}". Leave it out for the local site.`,
    )
  }
  await installPackages(say)
  await buildElement()
  const made = await fingerprint(clientId)
  if (existsSync(path.join(APP, 'dist/_wix/app-manifest.json')) && (await readOr(BUILT)) === made) {
    return {clientId, isBuilt: false}
  }
  say('Building the app with Wix’s tool (about 10 to 30 s) …')
  await mkdir(HOME, {recursive: true})
  const fresh = path.join(APP, `dist-${process.pid}`)
  try {
    await run('npx', ['wix', 'build'], 'wix build failed', {
      HOME,
      WIX_CLIENT_ID: clientId,
      APP_OUT_DIR: fresh,
    })
    await moveIntoPlace(fresh, path.join(APP, 'dist'))
  } finally {
    await rm(fresh, {recursive: true, force: true})
  }
  await writeFile(BUILT, made)
  return {clientId, isBuilt: true}
}

/**
 * After a build that failed, the one before is still there, with its own fingerprint.
 *
 * @param {string} fresh
 * @param {string} folder
 */
async function moveIntoPlace(fresh, folder) {
  const old = `${fresh}-old`
  await rename(folder, old).catch((error) => {
    if (error.code !== 'ENOENT') throw error
  })
  await rename(fresh, folder)
  await rm(old, {recursive: true, force: true})
}

/**
 * A package of its own, so that the main install does not grow.
 *
 * @param {(line: string) => void} say
 */
async function installPackages(say) {
  const lock = sha256(await readFile(path.join(APP, 'package-lock.json')))
  if ((await readOr(INSTALLED)) === lock) return
  say('Installing what the app is built with, once (about a minute) …')
  await run('npm', ['ci', '--no-audit', '--no-fund'], 'npm ci in app/ failed')
  await writeFile(INSTALLED, lock)
}

/** @param {string} clientId */
async function fingerprint(clientId) {
  const names = (await readdir(APP)).filter((name) => INPUT_FILES.test(name)).map((name) => `app/${name}`)
  for (const input of INPUTS) names.push(...(await filesIn(input)))
  const hash = createHash('sha256').update(clientId)
  for (const name of names.toSorted()) {
    hash.update(`\0${name}\0`).update(await readFile(path.join(root, name)))
  }
  return hash.digest('hex')
}

/**
 * @param {string} name a file or a folder
 * @returns {Promise<string[]>}
 */
async function filesIn(name) {
  const entries = await readdir(path.join(root, name), {withFileTypes: true}).catch((error) => {
    if (error.code === 'ENOTDIR') return null
    throw error
  })
  if (entries === null) return [name]
  return (await Promise.all(entries.map((entry) => filesIn(`${name}/${entry.name}`)))).flat()
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {string} problem
 * @param {Record<string, string>} variables
 * @returns {Promise<void>}
 */
function run(command, args, problem, variables = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: APP,
      env: {...process.env, ...variables},
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
    child.once('error', (error) => reject(new BuildProblem(`${problem}: ${error.message}`)))
    child.once('close', (code) => {
      if (code === 0) return resolve()
      reject(
        new BuildProblem(`${output.trimEnd()}\n\n${problem} (exit code ${code}): what it said is above.`),
      )
    })
  })
}

/** @param {string} file */
async function readOr(file) {
  return readFile(file, 'utf8').catch(() => null)
}

/** @param {Buffer} content */
function sha256(content) {
  return createHash('sha256').update(content).digest('hex')
}

/** @param {string} line */
function print(line) {
  process.stderr.write(`${line}\n`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    const {isBuilt} = await buildApp()
    console.log(`app/dist${isBuilt ? '' : ', unchanged'}`)
  } catch (error) {
    print(error instanceof BuildProblem ? error.message : Object(error).stack)
    process.exitCode = 1
  }
}
