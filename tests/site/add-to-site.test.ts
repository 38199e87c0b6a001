import {chmodSync, cpSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, unlinkSync} from 'node:fs'
import path from 'node:path'
import {
  buildRelease,
  contentOf,
  fingerprint,
  FOLDER_PAGE,
  FOLDER_SITE,
  FRESH_SITE,
  git,
  makeRelease,
  makeSite,
  PAGE,
  read,
  RECORD,
  removeSites,
  ROOT,
  run,
  runAndFail,
  runAndKill,
  runAsNobody,
  runCommand,
  temporaryFolderForAll,
  write,
} from './fixture-site'

beforeAll(buildRelease)
afterEach(removeSites)

const WEB_METHODS = 'src/backend/backups.web.js'

/** What a site's own developer has there already. */
const OTHER_CODE: Record<string, string> = {
  'src/backend/orders.web.js': "import {webMethod, Permissions} from 'wix-web-module'\n",
  'src/backend/jobs.config': `// Nightly work
{
    "jobs": [
        {
            "functionLocation": "/orders.web.js",
            "functionName": "archive",
            "description": "Archive old orders",
            "executionConfig": {"time": "04:00"}
        }
    ]
}
`,
  'src/public/page/header.js': 'export const header = 1\n',
  'src/public/custom-elements/clock.js': "customElements.define('our-clock', class extends HTMLElement {})\n",
  'package.json': '{"name":"tight","dependencies":{"@wix/data":"^1.0.600","lodash":"^4.17.21"},"scripts":{}}',
}

describe('add, update and remove leave a site byte for byte as it was', () => {
  test.each<[string, Record<string, string>, {page?: string}?]>([
    ['a fresh site', FRESH_SITE],
    ['a site with code of its own', {...FRESH_SITE, ...OTHER_CODE}],
    ['a site with Windows line ends', everyLineEndTurned({...FRESH_SITE, ...OTHER_CODE})],
    [
      'a site indented with tabs',
      {...FRESH_SITE, 'package.json': '{\n\t"dependencies": {\n\t\t"b": "1",\n\t\t"a": "1"\n\t}\n}'},
    ],
    [
      'a site whose page file begins with a byte order mark',
      {...FRESH_SITE, [PAGE]: `\uFEFF${FRESH_SITE[PAGE]}`},
    ],
    ['a site whose files all begin with a byte order mark', everyFileMarked({...FRESH_SITE, ...OTHER_CODE})],
    ['a site without package.json', without(FRESH_SITE, 'package.json')],
    ['a site whose pages are folders', FOLDER_SITE, {page: 'Safety'}],
  ])('%s', (_name, files, page = {}) => {
    const site = makeSite(files)
    const before = contentOf(site)
    expect(run('addToSite', site, {release: olderRelease(), ...page})).toMatchObject({status: 0, error: ''})
    const older = contentOf(site)
    const updated = run('addToSite', site)
    expect(updated).toMatchObject({status: 0, error: ''})
    expect(updated.out).toContain('Update from 0.0.9 to')
    expect(contentOf(site)).not.toEqual(older)
    expect(existsSync(path.join(site, 'src/backend/gone-in-this-version.js'))).toBe(false)
    expect(run('removeFromSite', site)).toMatchObject({status: 0, error: ''})
    expect(contentOf(site)).toEqual(before)
  })

  test('a path with spaces, from the command line, on the release that is built', () => {
    const site = makeSite(FRESH_SITE, 'my site (2)')
    const before = contentOf(site)
    const added = runCommand('add-to-site', ['my site (2)'], path.dirname(site))
    expect(added).toMatchObject({status: 0, error: ''})
    expect(added.out).toContain(`npm run remove-from-site -- '${site}'`)
    expect(runCommand('remove-from-site', [site])).toMatchObject({status: 0, error: ''})
    expect(contentOf(site)).toEqual(before)
  })
})

test('a record that an editor saved with a byte order mark is read all the same', () => {
  const site = makeSite()
  const before = contentOf(site)
  run('addToSite', site)
  write(site, {[RECORD]: `\uFEFF${read(site, RECORD)}`})
  expect(run('removeFromSite', site)).toMatchObject({status: 0, error: ''})
  expect(contentOf(site)).toEqual(before)
})

describe('what it writes', () => {
  test('the backend, the shared modules, the element as one file, the page code on top of the page, the packages', () => {
    const site = makeSite()
    const {out} = run('addToSite', site)
    expect(read(site, WEB_METHODS)).toContain('webMethod(')
    expect(existsSync(path.join(site, 'src/public/custom-elements/backups-page.js'))).toBe(true)
    expect(read(site, PAGE)).toMatch(
      /^\/\/ >>> Backups for Wix collections[^]*\/\/ <<< Backups for Wix collections\n/,
    )
    expect(read(site, PAGE).endsWith(FRESH_SITE[PAGE]!)).toBe(true)
    expect(JSON.parse(read(site, 'package.json')).dependencies).toMatchObject({
      '@wix/data': expect.any(String),
    })
    // Wix's CLI takes one package at most, or none and then installs what package.json says.
    expect(out).toContain("1. in the site's folder: npx wix install (")
    expect(out).toContain(`commit with ${RECORD} and wix.lock, and push`)
    expect(Object.keys(contentOf(site)).filter((file) => /\.tsx?$|test/.test(file))).toEqual([])
    expect(existsSync(path.join(site, 'src/pages/Backups.js'))).toBe(false)
  })

  test('nothing, the second time', () => {
    const site = makeSite()
    run('addToSite', site)
    const before = contentOf(site)
    const again = run('addToSite', site)
    expect(again.out).toContain('is already there: nothing to do')
    expect(contentOf(site)).toEqual(before)
  })

  test('nothing with --dry-run, which lists the same changes', () => {
    const site = makeSite()
    const before = contentOf(site)
    const dry = run('addToSite', site, {dryRun: true})
    expect(contentOf(site)).toEqual(before)
    const real = run('addToSite', site)
    const listed = (out: string) => out.split('\n').filter((line) => /^ {2}(write|change|delete) /.test(line))
    expect(listed(dry.out)).toEqual(listed(real.out))
    const added = contentOf(site)
    run('removeFromSite', site, {dryRun: true})
    expect(contentOf(site)).toEqual(added)
  })

  test('jobs beside those of the site, and not over a schedule that the owner chose', () => {
    const release = makeRelease(({files}) => files.set('src/backend/jobs.config', jobs('0 3 * * *')))
    const site = makeSite({...FRESH_SITE, ...OTHER_CODE})
    run('addToSite', site, {release})
    expect(read(site, 'src/backend/jobs.config')).toContain('// Nightly work')
    write(site, {
      'src/backend/jobs.config': read(site, 'src/backend/jobs.config').replace('0 3 * * *', '0 5 * * 1'),
    })
    const later = makeRelease(({files, manifest}) => {
      manifest.version = '0.2.0'
      files.set('src/backend/jobs.config', jobs('0 4 * * *'))
    })
    expect(run('addToSite', site, {release: later}).out).toContain('was changed: it is left as it is')
    expect(read(site, 'src/backend/jobs.config')).toContain('0 5 * * 1')
    const refused = run('removeFromSite', site)
    expect(refused.error).toContain('--force src/backend/jobs.config')
    run('removeFromSite', site, {force: ['src/backend/jobs.config']})
    expect(read(site, 'src/backend/jobs.config')).toBe(OTHER_CODE['src/backend/jobs.config'])
  })

  test('a jobs.config where there was none, and takes it away again', () => {
    const release = makeRelease(({files}) => files.set('src/backend/jobs.config', jobs('0 3 * * *')))
    const site = makeSite()
    const before = contentOf(site)
    run('addToSite', site, {release})
    expect(JSON.parse(read(site, 'src/backend/jobs.config')).jobs).toHaveLength(1)
    run('removeFromSite', site)
    expect(contentOf(site)).toEqual(before)
  })

  test('a twenty-first job is refused', () => {
    const release = makeRelease(({files}) => files.set('src/backend/jobs.config', jobs('0 3 * * *')))
    const twenty = Array.from({length: 20}, (_, n) => ({
      functionLocation: '/a.js',
      functionName: `f${n}`,
      executionConfig: {},
    }))
    const site = makeSite({...FRESH_SITE, 'src/backend/jobs.config': JSON.stringify({jobs: twenty})})
    expectRefused(site, run('addToSite', site, {release}), 'would have 21 jobs; Wix takes at most 20')
  })
})

describe('the page', () => {
  test('is found by its title, whatever else is there, and where our code is already', () => {
    const site = makeSite()
    run('addToSite', site)
    // Renamed in the editor: the file's name changes, its code does not.
    write(site, {'src/pages/Safety.q3v8k.js': read(site, PAGE)})
    unlinkSync(path.join(site, PAGE))
    expect(run('addToSite', site).status).toBe(0)
    expect(JSON.parse(read(site, RECORD)).page.file).toBe('src/pages/Safety.q3v8k.js')
    expect(run('removeFromSite', site).status).toBe(0)
    expect(read(site, 'src/pages/Safety.q3v8k.js')).toBe(FRESH_SITE[PAGE])
  })

  test.each(['Home.c1dmp.js', 'src/pages/Home.c1dmp.js', 'c1dmp'])('can be named: --page %s', (page) => {
    const site = makeSite()
    expect(run('addToSite', site, {page}).status).toBe(0)
    expect(read(site, 'src/pages/Home.c1dmp.js')).toContain('>>> Backups')
    expect(read(site, PAGE)).toBe(FRESH_SITE[PAGE])
  })

  test('is a folder where wix.config.json has no uiVersion, and is named by its title, its file or its ID', () => {
    for (const page of ['Safety', 'Safety/index.js', FOLDER_PAGE, 'q3v8k']) {
      const site = makeSite(FOLDER_SITE)
      expect(run('addToSite', site, {page})).toMatchObject({status: 0, error: ''})
      expect(read(site, FOLDER_PAGE)).toContain('>>> Backups')
      expect(JSON.parse(read(site, RECORD)).page.file).toBe(FOLDER_PAGE)
    }
    const site = makeSite(FOLDER_SITE)
    const refused = run('addToSite', site)
    expectRefused(site, refused, 'There is no page called Backups in src/pages.')
    expect(refused.error).toContain('The pages here are:\n  Home\n  Safety\n')
    for (const page of ['masterPage', 'masterPage/index.js', 'Nowhere']) {
      expectRefused(site, run('addToSite', site, {page}), `There is no page ${page} in src/pages.`)
    }
  })

  test('is found in a folder by its title', () => {
    const site = makeSite({
      ...FOLDER_SITE,
      'src/pages/Backups/index.js': '',
      'src/pages/Backups/structure.xml': '<Page id="x1"/>',
    })
    expect(run('addToSite', site).status).toBe(0)
    expect(read(site, 'src/pages/Backups/index.js')).toContain('>>> Backups')
  })

  test('is an ordinary page of the site with --page: the same page, and nothing of the dashboard', () => {
    const site = makeSite()
    const {out} = run('addToSite', site, {page: 'c1dmp'})
    const code = read(site, 'src/pages/Home.c1dmp.js')
    expect(code).toContain('createPage({')
    expect(code).not.toContain('@wix/dashboard')
    expect(out).toContain('let only members with a role of your choice see it')
    // It stays one when nothing is said, and becomes one of the dashboard when that is said.
    expect(run('addToSite', site, {release: laterRelease()}).status).toBe(0)
    expect(read(site, 'src/pages/Home.c1dmp.js')).not.toContain('@wix/dashboard')
    expect(run('addToSite', site, {dashboardPage: 'c1dmp'}).status).toBe(0)
    expect(read(site, 'src/pages/Home.c1dmp.js')).toContain('@wix/dashboard')
    expectRefused(site, run('addToSite', site, {page: 'c1dmp', dashboardPage: 'q3v8k'}), 'not both')
  })

  test('moves when another one is named', () => {
    const site = makeSite()
    run('addToSite', site)
    run('addToSite', site, {page: 'c1dmp'})
    expect(read(site, PAGE)).toBe(FRESH_SITE[PAGE])
    expect(read(site, 'src/pages/Home.c1dmp.js')).toContain('>>> Backups')
  })

  test.each([
    ['an unknown page ID', {page: 'zzzzz'}, 'There is no page zzzzz in src/pages.'],
    ['a file that is not a page', {page: 'masterPage.js'}, 'masterPage.js is not the code of a page'],
  ])('%s is refused with the pages that there are', (_name, options, sentence) => {
    const site = makeSite()
    const ran = run('addToSite', site, options)
    expectRefused(site, ran, sentence)
    expect(ran.error).toContain('Home.c1dmp.js')
  })

  test('a site without one is told how to make it in the editor', () => {
    const site = makeSite(without(FRESH_SITE, PAGE))
    const ran = run('addToSite', site)
    expectRefused(site, ran, 'There is no page called Backups in src/pages.')
    expect(ran.error).toContain('Dashboard Page')
  })

  test('two of them are refused with what to type', () => {
    const site = makeSite({...FRESH_SITE, 'src/pages/backups.k2222.js': ''})
    expectRefused(site, run('addToSite', site), '--page backups.k2222.js')
  })

  test('one whose own code declares the same names is refused', () => {
    const site = makeSite({...FRESH_SITE, [PAGE]: "import {\n  dashboard,\n} from '@wix/dashboard'\n"})
    expectRefused(site, run('addToSite', site), 'declares dashboard, as ours does')
  })

  test('may be changed outside our marks', () => {
    const site = makeSite()
    run('addToSite', site)
    const own = "$w.onReady(() => console.log('mine'))\n"
    write(site, {[PAGE]: read(site, PAGE) + own})
    expect(run('addToSite', site, {release: laterRelease()}).status).toBe(0)
    run('removeFromSite', site)
    expect(read(site, PAGE)).toBe(FRESH_SITE[PAGE] + own)
  })

  test('changed between our marks is named, and replaced only with --force', () => {
    const site = makeSite()
    run('addToSite', site)
    write(site, {[PAGE]: read(site, PAGE).replace('page.start()', 'page.stop()')})
    expectRefused(
      site,
      run('addToSite', site, {release: laterRelease()}),
      `${PAGE} has our code between the marks, but`,
    )
    expectRefused(
      site,
      run('addToSite', site, {page: 'c1dmp'}),
      `${PAGE} has our code between the marks, but`,
    )
    expectRefused(site, run('removeFromSite', site), `${PAGE} (our code between the marks)`)
    expect(run('addToSite', site, {release: laterRelease(), force: [PAGE]}).status).toBe(0)
    expect(read(site, PAGE)).toContain('page.start()')
  })

  test('with one of our marks missing is refused', () => {
    const site = makeSite()
    run('addToSite', site)
    write(site, {[PAGE]: read(site, PAGE).replace(/^\/\/ <<<.*\n/m, '')})
    expectRefused(site, run('addToSite', site), 'has only one of the two marks')
  })
})

describe('files of somebody else', () => {
  test('a foreign backend/backups.web.js is named and stays; with --force it comes back when ours is removed', () => {
    const theirs = '// our own backups\nexport const mine = 1\n'
    const site = makeSite({...FRESH_SITE, [WEB_METHODS]: theirs})
    const before = contentOf(site)
    const refused = run('addToSite', site)
    expectRefused(site, refused, `${WEB_METHODS} is there already, and was not written by add-to-site`)
    expect(refused.error).toContain(`--force ${WEB_METHODS}`)
    expect(run('addToSite', site, {force: [WEB_METHODS]}).status).toBe(0)
    expect(read(site, WEB_METHODS)).not.toBe(theirs)
    expect(run('addToSite', site, {release: laterRelease()}).status).toBe(0)
    run('removeFromSite', site)
    expect(contentOf(site)).toEqual(before)
  })

  test('files of ours that were changed are all named, and --force takes them one by one', () => {
    const site = makeSite()
    run('addToSite', site)
    for (const file of [WEB_METHODS, 'src/backend/operations/operation.js'])
      write(site, {[file]: `${read(site, file)}// mine\n`})
    const release = laterRelease()
    const refused = run('addToSite', site, {release})
    expectRefused(site, refused, 'src/backend/operations/operation.js was changed since it was written')
    expect(refused.error).toContain(`${WEB_METHODS} was changed since it was written`)
    expectRefused(
      site,
      run('addToSite', site, {release, force: [WEB_METHODS]}),
      'src/backend/operations/operation.js was changed',
    )
    expectRefused(site, run('removeFromSite', site), WEB_METHODS)
    expect(
      run('addToSite', site, {release, force: [WEB_METHODS, 'src/backend/operations/operation.js']}).status,
    ).toBe(0)
  })

  test('a file of ours that is no longer shipped but was changed is named, not deleted', () => {
    const site = makeSite()
    run('addToSite', site, {release: olderRelease()})
    write(site, {'src/backend/gone-in-this-version.js': '// mine\n'})
    expectRefused(
      site,
      run('addToSite', site),
      'src/backend/gone-in-this-version.js is no longer needed, but was changed',
    )
  })

  test("settings are the site's: changed ones survive updates and the removal, and are told", () => {
    const settings = 'src/backend/backups-settings.js'
    const site = makeSite()
    run('addToSite', site)
    expect(read(site, settings)).toContain('Yours to change')
    const own = read(site, settings).replace('enabled: false', 'enabled: true')
    write(site, {[settings]: own})
    const updated = run('addToSite', site, {release: laterRelease()})
    expect(updated).toMatchObject({
      status: 0,
      out: expect.stringContaining(`${settings} has your settings: it is left`),
    })
    const removed = run('removeFromSite', site)
    expect(removed).toMatchObject({
      status: 0,
      out: expect.stringContaining(`${settings} has your settings: it stays`),
    })
    expect(read(site, settings)).toBe(own)
    expect(run('addToSite', site).status).toBe(0)
    expect(read(site, settings)).toBe(own)
  })

  test('line ends that git turned around are no change', () => {
    const site = makeSite()
    run('addToSite', site)
    write(site, {[WEB_METHODS]: read(site, WEB_METHODS).replaceAll('\n', '\r\n')})
    expect(run('addToSite', site, {release: laterRelease()}).status).toBe(0)
    expect(run('removeFromSite', site).status).toBe(0)
  })

  test('packages that the site has, or that were changed since, stay', () => {
    const site = makeSite({
      ...FRESH_SITE,
      'package.json': '{\n  "dependencies": {\n    "@wix/data": "^1.0.100"\n  }\n}\n',
    })
    expect(run('addToSite', site).out).toContain('package.json has @wix/data ^1.0.100; this was tested with')
    write(site, {
      'package.json': read(site, 'package.json').replace(/("@wix\/essentials": )"[^"]*"/, '$1"^9.0.0"'),
    })
    expect(run('removeFromSite', site).out).toContain(
      'package.json now has @wix/essentials ^9.0.0: it is left as it is.',
    )
    expect(JSON.parse(read(site, 'package.json')).dependencies).toEqual({
      '@wix/data': '^1.0.100',
      '@wix/essentials': '^9.0.0',
    })
  })
})

describe('a site of version 0.1', () => {
  test('updates with no file left over, and is as it was when that is removed', () => {
    const {site, before} = makeOldSite()
    const old = JSON.parse(read(site, RECORD)) as {version: string; files: Record<string, string>}
    expect(old.version).toBe('0.1.0')
    expect(run('addToSite', site)).toMatchObject({
      status: 0,
      error: '',
      out: expect.stringMatching(/(Update from 0\.1\.0 to|Version) /),
    })
    const record = JSON.parse(read(site, RECORD)) as {files: Record<string, string>}
    const left = Object.keys(old.files).filter((file) => existsSync(path.join(site, file)))
    expect(left.filter((file) => !(file in record.files))).toEqual([])
    const code = Object.keys(contentOf(site)).filter((file) => /^src\/(backend|public)\/.*\.js$/.test(file))
    expect(code).toEqual(Object.keys(record.files).toSorted())
    const folders = Object.entries(contentOf(site)).filter(([, content]) => content.endsWith('folder'))
    for (const [folder] of folders)
      expect([folder, readdirSync(path.join(site, folder))]).not.toEqual([folder, []])
    expect(run('removeFromSite', site)).toMatchObject({status: 0, error: ''})
    expect(contentOf(site)).toEqual(before)
  })

  test('keeps its page one of the dashboard, also when the command that 0.1 documented names it', () => {
    const {site} = makeOldSite()
    expect(run('addToSite', site, {page: PAGE}).status).toBe(0)
    expect(read(site, PAGE)).toContain('@wix/dashboard')
  })

  test('with a file that was changed since is refused', () => {
    const {site} = makeOldSite()
    write(site, {'src/backend/backups/answer.js': '// mine\n'})
    expectRefused(
      site,
      run('addToSite', site),
      'src/backend/backups/answer.js is no longer needed, but was changed',
    )
  })

  test('on which a run of 0.1 has died is not touched', () => {
    const {site} = makeOldSite()
    write(site, {'.backups-for-wix-collections/journal.json': '{}'})
    const before = contentOf(site)
    expect(run('addToSite', site).error).toContain('A run of version 0.1 did not finish.')
    expect(contentOf(site)).toEqual(before)
  })
})

describe('packages that are still in the old file', () => {
  const OLD = 'src/velo.dependencies.json'

  test.each([
    [
      "what Wix's CLI moves by itself",
      {[OLD]: '{"dependencies": {"lodash": "^4.17.21"}}'},
      /First, in the site's folder:\n {2}npx wix install\n/,
    ],
    [
      'what it does not move, because package.json has dependencies',
      {[OLD]: '{"dependencies": {"lodash": "^4.17.21"}}', 'package.json': '{"dependencies": {"dayjs": "1"}}'},
      /it has dayjs\.[^]*First, by hand, move these[^]*\n {2}"lodash": "\^4\.17\.21"\n[^]*npx wix install/,
    ],
    ['a file that cannot be read', {[OLD]: '{'}, /src\/velo\.dependencies\.json cannot be read/],
  ])('%s: told first, and nothing is written', (_name, files, sentence) => {
    const site = makeSite({...FRESH_SITE, ...files})
    const ran = run('addToSite', site)
    expect(ran.error).toMatch(sentence)
    expectRefused(site, ran, OLD)
    const typed = runCommand('add-to-site', [site])
    expectRefused(site, typed, OLD)
    expectRefused(site, run('addToSite', site, {dryRun: true}), OLD)
  })

  test('are no reason to keep what is to be removed', () => {
    const site = makeSite()
    run('addToSite', site)
    write(site, {[OLD]: '{"dependencies": {}}'})
    expect(run('removeFromSite', site).status).toBe(0)
  })
})

describe('a folder that cannot be', () => {
  test.each([
    ['no path', [], 'Usage: npm run add-to-site'],
    ['two paths', ['a', 'b'], 'Usage: npm run add-to-site'],
    ['an unknown option', ['a', '--yes'], "Unknown option '--yes'"],
    ['a folder that is not there', ['/nowhere at all'], 'There is no folder /nowhere at all.'],
    ['a file', [__filename], 'is a file. Give the folder'],
    [
      'a folder that is not a Wix site',
      [__dirname],
      'is not the repository of a Wix site: it has no wix.config.json',
    ],
  ])('%s: one clear sentence and exit code 1', (_name, args, sentence) => {
    const ran = runCommand('add-to-site', args)
    expect(ran.status).toBe(1)
    expect(ran.error).toContain(sentence)
    expect(ran.error).not.toMatch(/\n {4}at /)
  })

  test.each([
    [
      'a broken package.json',
      {'package.json': '{"name": "x",}'},
      'package.json is broken: unexpected "}" in line 1',
    ],
    ['a package.json that is a list', {'package.json': '[]'}, 'package.json is not a JSON object'],
    ['a broken jobs.config', {'src/backend/jobs.config': '{"jobs": ['}, 'src/backend/jobs.config is broken'],
    ['a broken wix.config.json', {'wix.config.json': '{'}, 'wix.config.json cannot be read'],
    ['the project of a Wix app', {'wix.config.json': '{"appId": "x"}'}, 'is the project of a Wix app'],
    ['a broken record', {[RECORD]: '{'}, `${RECORD} cannot be read`],
    [
      'a record of a newer format',
      {[RECORD]: '{"format": 2, "version": "9.0.0", "files": {}, "page": {}}'},
      'newer version (9.0.0)',
    ],
    ['a file where a folder is needed', {'src/public': 'text'}, 'src/public'],
  ])('%s is refused, and nothing is changed', (_name, files, sentence) => {
    const site = makeSite({...FRESH_SITE, ...files})
    expectRefused(site, run('addToSite', site), sentence)
  })

  test('links that lead out of the site are not followed', () => {
    const site = makeSite()
    const outside = path.join(path.dirname(site), 'outside')
    mkdirSync(outside)
    symlinkSync(outside, path.join(site, 'src/public'))
    expectRefusedWithLinks(run('addToSite', site), 'src/public is a link to somewhere else')
    expect(Object.keys(contentOf(outside))).toEqual([])
  })

  test('a site without our record has nothing to remove', () => {
    const site = makeSite()
    const before = contentOf(site)
    expect(run('removeFromSite', site).out).toContain('nothing of this product is there')
    expect(contentOf(site)).toEqual(before)
  })

  test('a byte order mark is told, because Wix cannot read past it', () => {
    const site = makeSite(everyFileMarked(FRESH_SITE))
    const {out} = run('addToSite', site)
    expect(out).toContain("wix.config.json begins with a byte order mark, which Wix's CLI cannot read")
    expect(out).toContain('package.json begins with a byte order mark')
  })

  test('uncommitted changes are told, with how to get back', () => {
    const site = makeSite()
    expect(run('addToSite', site, {dryRun: true}).out).toContain('not a git repository')
    git(site, 'init', '-q')
    git(site, 'add', '-A')
    git(site, 'commit', '-qm', 'site')
    expect(run('addToSite', site, {dryRun: true}).out).not.toContain('Warning')
    write(site, {'src/pages/Home.c1dmp.js': '// edited\n'})
    const {out} = run('addToSite', site)
    expect(out).toContain('uncommitted changes (src/pages/Home.c1dmp.js)')
    expect(out).toContain('To take it back: npm run remove-from-site')
  })
})

describe('a failure half way leaves the site as it was', () => {
  const forAll = temporaryFolderForAll()
  const skipped = forAll ? '' : ' (skipped: there is no temporary folder that another user may enter)'
  const whereModesCount = forAll ? test.each : test.skip.each
  whereModesCount([
    ['here', (scripts: string) => scripts],
    ['in a clone that others may not enter', privateCopy],
  ])(`a read-only folder in the middle is told before anything is written: %s${skipped}`, (_name, placed) => {
    const site = makeSite({...FRESH_SITE, ...OTHER_CODE}, 'site', forAll)
    chmodSync(path.join(site, 'src/public/page'), 0o555)
    const before = contentOf(site)
    const ran = runAsNobody('addToSite', site, placed(path.join(ROOT, 'scripts/site')))
    expect(ran.error).toContain('These cannot be written:\n  src/public/page\n')
    expect(contentOf(site)).toEqual(before)
    chmodSync(path.join(site, 'src/public/page'), 0o755)
  })

  function privateCopy(scripts: string): string {
    const copy = path.join(makeSite({}), 'scripts')
    cpSync(scripts, copy, {recursive: true})
    return copy
  }

  test('a disk that is full at any step', () => {
    const site = makeSite({...FRESH_SITE, ...OTHER_CODE})
    const before = contentOf(site)
    let failed = 0
    for (let step = 0; ; step += 5) {
      const ran = runAndFail('addToSite', site, step)
      if (ran.status === 0 || ran.error.includes('    at ')) break
      failed += 1
      expect(ran.error).toContain('ENOSPC')
      expect(ran.error).toContain('Nothing was changed.')
      expect(contentOf(site)).toEqual(before)
    }
    expect(failed).toBeGreaterThan(5)
  })

  test.each(['addToSite', 'removeFromSite'] as const)(
    '%s killed at any step: the next command takes it back and does its own work',
    (killed) => {
      const site = makeSite({...FRESH_SITE, ...OTHER_CODE})
      const before = contentOf(site)
      run('addToSite', site)
      const added = contentOf(site)
      const start = killed === 'addToSite' ? before : added
      if (killed === 'addToSite') run('removeFromSite', site)
      let kills = 0
      for (let step = 0; ; step += 5) {
        expect(contentOf(site)).toEqual(start)
        const ran = runAndKill(killed, site, step)
        if (ran.signal !== 'SIGKILL') break
        kills += 1
        // Once the other command, once the same one; then back to the start.
        const other = killed === 'addToSite' ? 'removeFromSite' : 'addToSite'
        if (kills % 2 === 0) {
          expect(run(killed, site)).toMatchObject({status: 0, error: ''})
          expect(contentOf(site)).toEqual(killed === 'addToSite' ? added : before)
        }
        expect(run(other, site)).toMatchObject({status: 0, error: ''})
      }
      expect(kills).toBeGreaterThan(6)
    },
  )

  test('an update killed at any step: the same command ends it, and the other one removes it', () => {
    const theirs = {[WEB_METHODS]: '// our own backups\n'}
    const release = laterRelease()
    const older = olderRelease()
    const files = {...FRESH_SITE, ...OTHER_CODE, ...theirs}
    const whole = makeSite(files)
    const before = contentOf(whole)
    run('addToSite', whole, {release: older, force: [WEB_METHODS]})
    const old = contentOf(whole)
    run('addToSite', whole, {release})
    const updated = contentOf(whole)
    for (let step = 0, site = whole; ; step += 2) {
      site = makeSite(files)
      run('addToSite', site, {release: older, force: [WEB_METHODS]})
      expect(contentOf(site)).toEqual(old)
      if (runAndKill('addToSite', site, step, release).signal !== 'SIGKILL') break
      if (step % 4 === 0) {
        expect(run('addToSite', site, {release})).toMatchObject({status: 0, error: ''})
        expect(contentOf(site)).toEqual(updated)
      }
      expect(run('removeFromSite', site)).toMatchObject({status: 0, error: ''})
      expect(contentOf(site)).toEqual(before)
    }
  })

  test('a dry run after a kill says that something is unfinished, and touches nothing', () => {
    const site = makeSite()
    runAndKill('addToSite', site, 12)
    const half = contentOf(site)
    expect(run('addToSite', site, {dryRun: true}).error).toContain('An earlier run did not finish')
    expect(contentOf(site)).toEqual(half)
  })

  test('a file that was changed after a kill is not overwritten by taking back', () => {
    const site = makeSite()
    const killed = runAndKill('addToSite', site, 100_000)
    expect(killed.status).toBe(0)
    run('removeFromSite', site)
    let step = 0
    while (!existsSync(path.join(site, WEB_METHODS))) {
      rmSync(path.join(site, '.backups-for-wix-collections'), {recursive: true, force: true})
      runAndKill('addToSite', makeSiteAgain(site), step++)
    }
    write(site, {[WEB_METHODS]: '// saved by an editor just now\n'})
    const ran = run('addToSite', site)
    expect(ran.status).toBe(1)
    expect(ran.error).toContain(`${WEB_METHODS} was changed since it was written`)
    expect(read(site, WEB_METHODS)).toBe('// saved by an editor just now\n')
  })

  test('a second run at the same time is refused', () => {
    const site = makeSite()
    write(site, {'.backups-for-wix-collections/pid': String(process.pid)})
    const before = contentOf(site)
    expect(run('addToSite', site).error).toContain(`Another run (process ${process.pid}) is at work`)
    expect(contentOf(site)).toEqual(before)
  })
})

function olderRelease(): string {
  return makeRelease(({files, manifest}) => {
    manifest.version = '0.0.9'
    manifest.packages = {'@wix/data': '^1.0.500', '@wix/no-longer-needed': '^1.0.0'}
    files.set('src/backend/gone-in-this-version.js', 'export const gone = true\n')
    files.set(WEB_METHODS, `${files.get(WEB_METHODS)}// older\n`)
    files.set('src/pages/Backups.js', '$w.onReady(() => {})\n')
    files.delete('src/public/backups.js')
  })
}

function laterRelease(): string {
  return makeRelease(({files, manifest}) => {
    manifest.version = '9.9.9'
    files.set(WEB_METHODS, `${files.get(WEB_METHODS)}// later\n`)
    files.set(
      'src/backend/operations/operation.js',
      `${files.get('src/backend/backups/answer.js')}// later\n`,
    )
    files.set('src/backend/backups-settings.js', `${files.get('src/backend/backups-settings.js')}// later\n`)
    files.set('src/pages/Backups.js', `${files.get('src/pages/Backups.js')}// later\n`)
  })
}

function jobs(cronExpression: string): string {
  const job = {
    functionLocation: '/back-up-if-due.web.js',
    functionName: 'daily',
    executionConfig: {cronExpression},
  }
  return JSON.stringify({jobs: [job]})
}

function without(files: Record<string, string>, file: string): Record<string, string> {
  return Object.fromEntries(Object.entries(files).filter(([name]) => name !== file))
}

function everyFileMarked(files: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([file, text]) => [file, `\uFEFF${text}`]))
}

/** A site as version 0.1 left it; the content of its own files is not kept, only their names. */
function makeOldSite(): {site: string; before: Record<string, string>} {
  const site = makeSite()
  const before = contentOf(site)
  const {record, block, ...files} = JSON.parse(read(__dirname, 'version-0.1.json')) as OldSite
  const own = Object.keys(record.files).map((file) => [file, `// ${file} of version 0.1\n`])
  write(site, {
    ...Object.fromEntries(own),
    [PAGE]: block + FRESH_SITE[PAGE],
    'package.json': files['package.json'],
    'src/backend/jobs.config': files['src/backend/jobs.config'],
    [RECORD]: JSON.stringify({
      ...record,
      files: Object.fromEntries(own.map(([file, text]) => [file, fingerprint(text!)])),
    }),
  })
  return {site, before}
}

interface OldSite {
  record: {files: Record<string, string>}
  block: string
  'package.json': string
  'src/backend/jobs.config': string
}

function everyLineEndTurned(files: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files).map(([name, text]) => [name, text.replaceAll('\n', '\r\n')]),
  )
}

function makeSiteAgain(site: string): string {
  rmSync(site, {recursive: true})
  mkdirSync(site)
  write(site, FRESH_SITE)
  return site
}

const contents = new Map<string, Record<string, string>>()

/** Refused with a sentence and without a stack; a second look finds everything as it was at the first. */
function expectRefused(site: string, ran: {status: number | null; error: string}, sentence: string): void {
  expect(ran.error).toContain(sentence)
  expect(ran.status).toBe(1)
  expect(ran.error).not.toMatch(/\n {4}at /)
  expect(Object.keys(contentOf(site))).not.toContain('.backups-for-wix-collections')
  const before = contents.get(site) ?? contentOf(site)
  contents.set(site, before)
  expect(contentOf(site)).toEqual(before)
}

function expectRefusedWithLinks(ran: {status: number | null; error: string}, sentence: string): void {
  expect(ran.error).toContain(sentence)
  expect(ran.status).toBe(1)
}
