import {execFileSync, spawnSync} from 'node:child_process'
import {createHash} from 'node:crypto'
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import os from 'node:os'
import path from 'node:path'

export const ROOT = path.join(__dirname, '../..')
/** One for each of Jest's workers, which build at the same time. */
export const RELEASE = path.join(ROOT, `.build/site-${process.env.JEST_WORKER_ID ?? '0'}`)
export const PAGE = 'src/pages/Backups.q3v8k.js'
export const RECORD = 'backups-for-wix-collections.json'

/** What the editor writes into a new page's file. */
const SAMPLE_CODE = `// API Reference: https://www.wix.com/velo/reference/api-overview/introduction
// “Hello, World!” Example: https://learn-code.wix.com/en/article/hello-world

$w.onReady(function () {
    // Write your JavaScript here

    // To select an element by ID use: $w('#elementID')

    // Click 'Preview' to run your code
});
`

/** A fresh Git-integrated site, as the Wix CLI's template and the editor leave it. */
export const FRESH_SITE: Record<string, string> = {
  'wix.config.json': '{\n  "siteId": "8e4f6a3c-2b1d-4c5e-9f70-112233445566",\n  "uiVersion": "17"\n}\n',
  'package.json': `{
  "name": "my-site",
  "version": "1.0.0",
  "scripts": {
    "postinstall": "wix sync-types",
    "dev": "wix dev",
    "lint": "eslint ."
  },
  "devDependencies": {
    "@wix/cli": "^1.0.0",
    "@wix/eslint-plugin-cli": "^1.0.0",
    "eslint": "^8.25.0"
  }
}
`,
  '.eslintrc.json': '{"extends": ["plugin:@wix/cli/recommended"]}\n',
  '.gitignore': 'node_modules\n.wix\n',
  'src/pages/Home.c1dmp.js': SAMPLE_CODE,
  'src/pages/masterPage.js': SAMPLE_CODE,
  [PAGE]: SAMPLE_CODE,
}

/** A site without `uiVersion`: a page is a folder, with its design beside its code. */
export const FOLDER_SITE: Record<string, string> = {
  ...Object.fromEntries(Object.entries(FRESH_SITE).filter(([file]) => !file.startsWith('src/pages/'))),
  'wix.config.json': '{\n  "siteId": "8e4f6a3c-2b1d-4c5e-9f70-112233445566"\n}\n',
  ...folderPage('Home', '<Page name="Home" id="c1dmp"></Page>'),
  ...folderPage('Safety', '<Page\n  name="Safety"\n  id="q3v8k"></Page>'),
  ...folderPage('masterPage', '<MasterPage id="masterPage"></MasterPage>'),
}
export const FOLDER_PAGE = 'src/pages/Safety/index.js'

function folderPage(title: string, structure: string): Record<string, string> {
  return {
    [`src/pages/${title}/index.js`]: SAMPLE_CODE,
    [`src/pages/${title}/structure.xml`]: `${structure}\n`,
    [`src/pages/${title}/data.json`]: '{}\n',
    [`src/pages/${title}/style.wcss`]: '',
  }
}

/** Builds the release from what the sources are now. */
export function buildRelease(): void {
  execFileSync(process.execPath, [path.join(ROOT, 'scripts/build-site.mjs'), RELEASE])
}

const made: string[] = []

export function makeSite(
  files: Record<string, string> = FRESH_SITE,
  name = 'site',
  temporary = os.tmpdir(),
): string {
  const parent = mkdtempSync(path.join(temporary, 'fixture-'))
  made.push(parent)
  const site = path.join(parent, name)
  mkdirSync(site)
  write(site, files)
  return site
}

/** Where somebody else can be let in: a temporary folder may be its user's alone. `undefined` where there is none. */
export function temporaryFolderForAll(): string | undefined {
  return [os.tmpdir(), '/tmp', '/var/tmp'].find((folder) => {
    for (let at = realpathIfThere(folder); at !== undefined; at = path.dirname(at)) {
      if ((statSync(at).mode & 0o001) === 0) return false
      if (at === path.dirname(at)) return true
    }
    return false
  })
}

function realpathIfThere(folder: string): string | undefined {
  return existsSync(folder) ? realpathSync(folder) : undefined
}

export function removeSites(): void {
  for (const folder of made.splice(0)) rmSync(folder, {recursive: true, force: true})
}

export function write(site: string, files: Record<string, string>): void {
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(site, file)), {recursive: true})
    writeFileSync(path.join(site, file), content)
  }
}

export function read(site: string, file: string): string {
  return readFileSync(path.join(site, file), 'utf8')
}

/** Every file and folder of a site, with its content and its mode: two of these are equal byte for byte. */
export function contentOf(site: string): Record<string, string> {
  const names = readdirSync(site, {recursive: true}) as string[]
  const entries = names
    .filter((name) => name !== '.git' && !name.startsWith(`.git${path.sep}`))
    .toSorted()
    .map((name) => {
      const found = lstatSync(path.join(site, name))
      const content = found.isDirectory() ? 'folder' : readFileSync(path.join(site, name), 'base64')
      return [name, `${(found.mode & 0o777).toString(8)} ${content}`]
    })
  return Object.fromEntries(entries)
}

export interface Ran {
  status: number | null
  signal: NodeJS.Signals | null
  out: string
  error: string
}

/** The function behind a command, in a process of its own: Jest on Node 20 cannot load ES modules. */
export function run(command: 'addToSite' | 'removeFromSite', site: string, options: object = {}): Ran {
  return runScript(command, site, `...${JSON.stringify(options)}`)
}

/** Killed by SIGKILL as soon as it has done its `step`-th step (0 = the first). */
export function runAndKill(
  command: 'addToSite' | 'removeFromSite',
  site: string,
  step: number,
  release = RELEASE,
): Ran {
  return runScript(
    command,
    site,
    `release: ${JSON.stringify(release)}, onStep: (() => {let n = 0; return () => { if (n++ === ${step}) process.kill(process.pid, 'SIGKILL') }})()`,
  )
}

/** Failing with a full disk's error right after its `step`-th step. */
export function runAndFail(command: 'addToSite' | 'removeFromSite', site: string, step: number): Ran {
  return runScript(
    command,
    site,
    `onStep: (() => {let n = 0; return () => { if (n++ === ${step}) throw new Error('ENOSPC: no space left on device') }})()`,
  )
}

/**
 * As somebody for whom modes count: root may write everywhere. Another user may perhaps not enter this clone, nor
 * Node's own folder (all of them under /root in many containers): so root loads the code, and only then becomes
 * nobody, who finds the site and a copy of the release in a folder of theirs.
 */
export function runAsNobody(command: 'addToSite' | 'removeFromSite', site: string, scripts = SCRIPTS): Ran {
  const parent = path.dirname(site)
  if (modesCount(parent)) return runScript(command, site, '', {scripts})
  const release = path.join(parent, 'release')
  cpSync(RELEASE, release, {recursive: true})
  for (const name of ['.', ...(readdirSync(parent, {recursive: true}) as string[])]) {
    chownSync(path.join(parent, name), NOBODY, NOBODY)
  }
  const before = `process.setgroups([]); process.setgid(${NOBODY}); process.setuid(${NOBODY})`
  return runScript(command, site, '', {scripts, release, before})
}

const SCRIPTS = path.join(ROOT, 'scripts/site')
const NOBODY = 65_534

/** For root too, where a container takes the right to overrule them away. */
function modesCount(within: string): boolean {
  const folder = mkdtempSync(path.join(within, 'modes-'))
  chmodSync(folder, 0o555)
  try {
    accessSync(folder, constants.W_OK)
    return false
  } catch {
    return true
  } finally {
    rmdirSync(folder)
  }
}

function runScript(
  command: 'addToSite' | 'removeFromSite',
  site: string,
  options: string,
  {scripts = SCRIPTS, release = RELEASE, before = ''} = {},
): Ran {
  const file = command === 'addToSite' ? 'add-to-site.mjs' : 'remove-from-site.mjs'
  const script = `
    import {${command}} from ${JSON.stringify(path.join(scripts, file))}
    import {SiteProblem} from ${JSON.stringify(path.join(scripts, 'site-problem.mjs'))}
    const release = ${JSON.stringify(release)}
    ${before}
    try {
      ${command}(${JSON.stringify(site)}, {release, say: (line) => console.log(line), ${options}})
    } catch (error) {
      console.error(error instanceof SiteProblem ? error.message : error.stack)
      process.exitCode = 1
    }`
  const {status, signal, stdout, stderr} = spawnSync(
    process.execPath,
    ['--input-type=module', '-e', script],
    {encoding: 'utf8'},
  )
  return {status, signal, out: stdout, error: stderr}
}

/** The command as a person runs it, on the release that is built. */
export function runCommand(script: 'add-to-site' | 'remove-from-site', args: string[], cwd = ROOT): Ran {
  const file = path.join(ROOT, 'scripts/site', `${script}.mjs`)
  const env = {...process.env, INIT_CWD: cwd}
  const {status, signal, stdout, stderr} = spawnSync(process.execPath, [file, ...args], {
    encoding: 'utf8',
    env,
  })
  return {status, signal, out: stdout, error: stderr}
}

export function git(site: string, ...args: string[]): string {
  const identity = [
    '-c',
    'user.name=Owner',
    '-c',
    'user.email=owner@example.com',
    '-c',
    'commit.gpgsign=false',
  ]
  return execFileSync('git', [...identity, ...args], {cwd: site, encoding: 'utf8'})
}

/** A release that differs from the one that is built, as an earlier or a later version of it. */
export function makeRelease(
  change: (release: {files: Map<string, string>; manifest: Manifest}) => void,
): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'release-'))
  made.push(folder)
  cpSync(RELEASE, folder, {recursive: true})
  const manifest = JSON.parse(read(folder, 'manifest.json')) as Manifest
  const files = new Map(Object.keys(manifest.files).map((file) => [file, read(folder, file)]))
  change({files, manifest})
  manifest.files = Object.fromEntries([...files].map(([file, text]) => [file, fingerprint(text)]))
  write(folder, {...Object.fromEntries(files), 'manifest.json': JSON.stringify(manifest)})
  return folder
}

interface Manifest {
  version: string
  packages: Record<string, string>
  files: Record<string, string>
}

export function fingerprint(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
