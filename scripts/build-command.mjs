// Bundles the command for own copies into one file, so that a release runs it without anything else.
import {build} from 'esbuild'
import {createHash} from 'node:crypto'
import {existsSync} from 'node:fs'
import {mkdir, readFile, rename, rm, writeFile} from 'node:fs/promises'
import path from 'node:path'
import {fileURLToPath, pathToFileURL} from 'node:url'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))

/** Writes `dist/bin/backups.mjs`, which exports `main`. */
export async function buildCommand() {
  const file = path.join(root, 'dist/bin/backups.mjs')
  await writeWhole(file, await bundle())
  return file
}

/**
 * Builds the command from what the sources are now, and answers with an address to import. The file is named after
 * what is in it: two commands that start at once never read what the other one is still writing. Where nothing can be
 * written, the address is the content.
 */
export async function buildCommandToRun() {
  const contents = await bundle()
  const name = createHash('sha256').update(contents).digest('hex').slice(0, 12)
  const file = path.join(root, `.build/bin/backups-${name}.mjs`)
  try {
    if (!existsSync(file)) await writeWhole(file, contents)
    return pathToFileURL(file).href
  } catch {
    return `data:text/javascript;base64,${Buffer.from(contents).toString('base64')}`
  }
}

async function bundle() {
  const {version} = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'))
  const {outputFiles} = await build({
    entryPoints: [path.join(root, 'bin/main.ts')],
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    write: false,
    define: {PROGRAM_VERSION: JSON.stringify(version)},
    // The same library without its WebAssembly: Node has what it stands in for.
    alias: {'@zip.js/zip.js': '@zip.js/zip.js/index-native.js'},
    absWorkingDir: root,
    logLevel: 'warning',
  })
  const [command] = outputFiles
  if (!command) throw new Error('bin/main.ts: nothing was built')
  return command.contents
}

/**
 * @param {string} file
 * @param {Uint8Array} contents
 */
async function writeWhole(file, contents) {
  await mkdir(path.dirname(file), {recursive: true})
  const fresh = `${file}.${process.pid}`
  try {
    await writeFile(fresh, contents)
    await rename(fresh, file)
  } catch (error) {
    await rm(fresh, {force: true})
    throw error
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(await buildCommand())
