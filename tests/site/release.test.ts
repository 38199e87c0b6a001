import {execFileSync, spawnSync} from 'node:child_process'
import {existsSync, mkdtempSync, readFileSync, rmSync} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import {transformSync} from 'esbuild'
import {
  buildRelease,
  contentOf,
  fingerprint,
  makeSite,
  read,
  RELEASE,
  removeSites,
  ROOT,
} from './fixture-site'

const {version} = JSON.parse(read(ROOT, 'package.json')) as {version: string}

beforeAll(buildRelease)
afterEach(removeSites)

interface Manifest {
  version: string
  element: {tagName: string; id: string}
  pages: Record<'dashboard' | 'site', {file: string; names: string[]}>
  packages: Record<string, string>
  settings: string[]
  files: Record<string, string>
}
const manifest = () => JSON.parse(read(RELEASE, 'manifest.json')) as Manifest

describe('what is built for a site', () => {
  test('the manifest has the version of package.json, and the SHA-256 of each file', () => {
    const {version: built, files} = manifest()
    expect(built).toBe(version)
    for (const [file, hash] of Object.entries(files))
      expect([file, fingerprint(read(RELEASE, file))]).toEqual([file, hash])
    const found = Object.entries(contentOf(path.join(RELEASE, 'src'))).filter(
      ([, content]) => !content.endsWith('folder'),
    )
    expect(found.map(([file]) => `src/${file}`).toSorted()).toEqual(Object.keys(files).toSorted())
  })

  test('only JavaScript and jobs.config, in the folders that Wix deploys; no sources, no tests', () => {
    for (const file of Object.keys(manifest().files)) {
      expect(file).toMatch(/^src\/(backend|public|pages)\/[\w./-]+\.(js|config)$/)
      expect(file).not.toMatch(/\.(test|d)\./)
    }
  })

  test('each module parses, and imports only site files by their full path and packages of the manifest', () => {
    const {files, packages} = manifest()
    for (const file of Object.keys(files).filter((name) => name.endsWith('.js'))) {
      const code = read(RELEASE, file)
      expect(() => transformSync(code, {loader: 'js', format: 'esm'})).not.toThrow()
      if (file.includes('custom-elements')) continue
      for (const [, specifier] of code.matchAll(/^(?:import|export)\b[^'"]*? from '([^']+)'/gm)) {
        const isThere = /^(backend|public)\//.test(specifier!)
          ? `src/${specifier}.js` in files
          : specifier! in packages
        expect({file, specifier, isThere}).toEqual({file, specifier, isThere: true})
      }
      expect(code).not.toMatch(/\bimport\(|\brequire\(|from '\./)
    }
  })

  test('a page imports nothing of the backend but web methods', () => {
    const {files} = manifest()
    for (const file of Object.keys(files).filter((name) => /^src\/(pages|public)\//.test(name))) {
      if (file.includes('custom-elements')) continue
      for (const [, specifier] of read(RELEASE, file).matchAll(/ from '(backend\/[^']+)'/g))
        expect(specifier).toMatch(/\.web$/)
    }
  })

  test('a page imports web methods by their names, as everybody does: some runtimes rewrite such imports', () => {
    for (const {file} of Object.values(manifest().pages)) {
      const [, names] = /import \{([^}]+)\} from 'backend\/backups\.web'/.exec(read(RELEASE, file)) ?? []
      expect(names?.match(/\w+/g)).toContain('getOverview')
    }
    for (const file of Object.keys(manifest().files).filter((name) => name.endsWith('.js'))) {
      if (file.includes('custom-elements')) continue
      expect(read(RELEASE, file)).not.toMatch(/import \* as \w+ from 'backend\/[\w-]+\.web'/)
    }
  })

  test('comments and blank lines are kept, types are gone', () => {
    const service = read(RELEASE, 'src/backend/wix/backups.js')
    expect(service).toContain('the only place that elevates')
    expect(service).toMatch(/\n\nexport async function createBackup\(\) \{\n/)
    expect(service).not.toMatch(/interface|: Promise</)
  })

  test('the element is one script that defines the tag which the install page names', () => {
    const {element, pages} = manifest()
    expect(read(RELEASE, 'src/public/custom-elements/backups-page.js')).toContain(`"${element.tagName}"`)
    for (const {file} of Object.values(pages)) expect(read(RELEASE, file)).toContain(`$w('#${element.id}')`)
    const install = read(ROOT, 'docs/install.md')
    expect(install).toContain(`**Tag Name**: \`${element.tagName}\``)
    expect(install).toContain(`properties panel (Dev Mode must be on): \`${element.id}\``)
    for (const name of Object.keys(manifest().packages)) expect(install).toContain(name)
  })

  test('the element is byte for byte the one that the local dashboard shows and the browser tests try', () => {
    const shown = path.join(ROOT, '.build/page/backups-page.js')
    expect(read(RELEASE, 'src/public/custom-elements/backups-page.js')).toBe(readFileSync(shown, 'utf8'))
  })

  test('two builds of the same sources are the same', () => {
    const before = manifest()
    buildRelease()
    expect(manifest()).toEqual(before)
  })
})

describe('a packed release', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'packed-'))
    execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], {cwd: ROOT, stdio: 'pipe'})
    execFileSync('tar', [
      '-xzf',
      path.join(folder, `backups-for-wix-collections-${version}.tgz`),
      '-C',
      folder,
    ])
  }, 120_000)
  afterAll(() => rmSync(folder, {recursive: true, force: true}))

  test('holds the built site, the commands and the documents, and nothing else', () => {
    const files = Object.entries(contentOf(path.join(folder, 'package'))).filter(
      ([, content]) => !content.endsWith('folder'),
    )
    const groups = new Set(
      files.map(([file]) => /^(dist\/site|scripts\/site|docs\/[^/]+|[^/]+$)/.exec(file)?.[0] ?? file),
    )
    expect([...groups].toSorted()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'bin/backups.mjs',
      'dist/bin/backups.mjs',
      'dist/site',
      'docs/copy-format.md',
      'docs/install-app.md',
      'docs/install.md',
      'docs/nightly-copy.md',
      'docs/site-code.md',
      'package.json',
      'scripts/site',
    ])
  })

  test('runs the command for own copies with Node alone, nothing installed', () => {
    const command = path.join(folder, 'package/bin/backups.mjs')
    const ran = spawnSync(process.execPath, [command, 'verify', 'nothing.zip'], {
      encoding: 'utf8',
      cwd: folder,
      env: {PATH: process.env.PATH ?? ''},
    })
    expect(ran).toMatchObject({status: 2, stdout: '', stderr: 'There is no nothing.zip.\n'})
    const told = spawnSync(process.execPath, [command, '--version'], {encoding: 'utf8'})
    expect(told.stdout).toBe(`${version}\n`)
  })

  test('adds itself to a site and removes itself with Node alone, nothing installed', () => {
    const site = makeSite()
    const before = contentOf(site)
    const ran = (script: string) =>
      spawnSync(process.execPath, [path.join(folder, 'package/scripts/site', script), site], {
        encoding: 'utf8',
        cwd: folder,
        env: {PATH: process.env.PATH ?? ''},
      })
    expect(existsSync(path.join(folder, 'node_modules'))).toBe(false)
    expect(ran('add-to-site.mjs')).toMatchObject({status: 0, stderr: ''})
    expect(ran('add-to-site.mjs').stdout).toContain(`Version ${version} is already there: nothing to do.`)
    expect(ran('remove-from-site.mjs')).toMatchObject({status: 0, stderr: ''})
    expect(contentOf(site)).toEqual(before)
  })
})

test('the changelog has an entry for this version', () => {
  expect(readFileSync(path.join(ROOT, 'CHANGELOG.md'), 'utf8')).toContain(`\n## ${version}`)
})
