// Starts a Chromium for screenshots and browser tests on a machine where nothing is installed.
// CommonJS, because Jest's module loader on Node 20 can't load an ES module from a test.
/* eslint-disable @typescript-eslint/no-require-imports */
const {execFile} = require('node:child_process')
const {existsSync, lstatSync, readFileSync, statSync} = require('node:fs')
const {mkdir, mkdtemp, rename, rm, writeFile} = require('node:fs/promises')
const path = require('node:path')
const {promisify} = require('node:util')

const run = promisify(execFile)

/**
 * A running browser (playwright-core). In this order: the browser named by CHROMIUM_PATH; on Linux x64 the one
 * inside the npm package @sparticuz/chromium, unpacked once into this clone's `.build`; an installed Chrome.
 */
exports.launchChromium = async function launchChromium(options = {}) {
  const {chromium} = require('playwright-core')
  const found = process.env.CHROMIUM_PATH
    ? {executablePath: process.env.CHROMIUM_PATH}
    : process.platform === 'linux' && process.arch === 'x64'
      ? await packagedChromium()
      : {channel: 'chrome'}
  return chromium.launch({
    ...found,
    ...options,
    // No sandbox: it can't start as root, as in most containers. What is opened is this repository's own page.
    args: ['--no-sandbox', '--font-render-hinting=none', '--disable-gpu', ...(options.args ?? [])],
  })
}

// Not in the machine's temporary folder: there, another user could put a program in its place before us.
const BUILD = path.join(__dirname, '../.build')

async function packagedChromium() {
  const packageJson = path.join(require.resolve('@sparticuz/chromium'), '../../../package.json')
  const {version} = JSON.parse(readFileSync(packageJson, 'utf8'))
  const folder = path.join(BUILD, `chromium-${version}`)
  if (!existsSync(folder)) await unpackInto(folder)
  checkOurs(folder)
  const executablePath = path.join(folder, 'chromium')
  return {executablePath, env: await environment(folder, executablePath)}
}

// The package unpacks straight to its final place and takes a half-written file for a finished one, so two test
// workers that start together break each other: here it unpacks aside, and is moved when complete.
async function unpackInto(folder) {
  await mkdir(BUILD, {recursive: true})
  // Nobody else may even enter what mkdtemp makes.
  const aside = await mkdtemp(`${folder}-`)
  const script = `import chromium from '@sparticuz/chromium'; await chromium.executablePath()`
  // AWS_EXECUTION_ENV makes it unpack the shared libraries too, which a bare machine lacks.
  const env = {...process.env, TMPDIR: aside, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x'}
  try {
    await run(process.execPath, ['--input-type=module', '-e', script], {env, cwd: __dirname})
    await writeFile(path.join(aside, 'fonts', 'fonts.conf'), FONTS_CONFIGURATION)
    await rename(aside, folder)
  } catch (error) {
    await rm(aside, {recursive: true, force: true})
    if (!existsSync(folder)) throw error
  }
}

/** What is run must be as trustworthy as this file: of the same owner or of this user, and nobody else's to write. */
function checkOurs(folder) {
  const {uid, mode} = lstatSync(folder)
  const trusted = [process.getuid(), statSync(__filename).uid]
  if (trusted.includes(uid) && (mode & 0o022) === 0) return
  throw new Error(
    `${folder} is another user's, or another user may write into it. Delete it: it is unpacked anew.`,
  )
}

// The package's own configuration looks for its font in /tmp/fonts. One font first on every machine, so that
// screenshots of two machines can be compared; the machine's own fonts for scripts that it lacks. Relative to the
// configuration's own folder: a clone may be moved, and its path may hold any character.
const FONTS_CONFIGURATION = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">.</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir prefix="xdg">fonts-cache</cachedir>
  ${['sans-serif', 'Arial', 'Helvetica', 'Helvetica Neue'].map((name) => `<alias binding="same"><family>${name}</family><prefer><family>Open Sans</family></prefer></alias>`).join('\n  ')}
</fontconfig>
`

async function environment(folder, executablePath) {
  const env = {...process.env, FONTCONFIG_PATH: path.join(folder, 'fonts'), XDG_CACHE_HOME: folder}
  // The packaged libraries only where the machine lacks one: mixing them with its own can crash.
  const linked = await run('ldd', [executablePath]).catch(() => ({stdout: 'not found'}))
  if (!linked.stdout.includes('not found')) return env
  const libraries = [path.join(folder, 'al2023', 'lib'), process.env.LD_LIBRARY_PATH].filter(Boolean)
  return {...env, LD_LIBRARY_PATH: libraries.join(':')}
}
