import {readFileSync} from 'node:fs'
import path from 'node:path'
import {
  buildRelease,
  FOLDER_SITE,
  FRESH_SITE,
  git,
  makeSite,
  PAGE,
  read,
  removeSites,
  ROOT,
  run,
  write,
} from './fixture-site'

beforeAll(buildRelease)
afterEach(removeSites)

/** The commands for a site, in the page's order: look, add, an ordinary page instead, update, remove, ask Wix. */
const COMMANDS = [
  ...readFileSync(path.join(ROOT, 'docs/install.md'), 'utf8').matchAll(
    /^ *npm run (add-to-site|remove-from-site) -- <path to your site>(.*)$/gm,
  ),
].map(([, script, options]) => ({script: script as Script, options: options!.trim()}))

type Script = 'add-to-site' | 'remove-from-site'

/** Options as the command line reads them. */
function asTyped(options: string): {page?: string; probe?: boolean; dryRun?: boolean} {
  switch (options) {
    case '':
      return {}
    case '--dry-run':
      return {dryRun: true}
    case '--probe':
      return {probe: true}
    case '--page <file or page ID>':
      return {page: 'c1dmp'}
    default:
      throw new Error(`The install page has an option that nobody follows: ${options}`)
  }
}

const FOLDERS: Record<string, string> = {
  ...FOLDER_SITE,
  'src/pages/Backups/index.js': read(makeSite(), PAGE),
  'src/pages/Backups/structure.xml': '<Page id="q4w9l"></Page>\n',
}

describe('docs/install.md, followed on a clone', () => {
  test.each([
    ['whose pages are files', FRESH_SITE, PAGE, 'src/pages/Home.c1dmp.js'],
    ['whose pages are folders', FOLDERS, 'src/pages/Backups/index.js', 'src/pages/Home/index.js'],
  ])('of a site %s', (_name, files, dashboardPage, ordinaryPage) => {
    const site = makeSite(files)
    git(site, 'init', '-q')
    const commit = () => {
      git(site, 'add', '-A')
      git(site, 'commit', '-q', '--allow-empty', '-m', 'As the page says')
    }
    commit()
    const follow = ({script, options}: (typeof COMMANDS)[number]) => {
      const ran = run(script === 'add-to-site' ? 'addToSite' : 'removeFromSite', site, asTyped(options))
      expect(ran).toMatchObject({status: 0, error: ''})
      return ran.out
    }
    const [look, add, instead, update, remove, probe, ...more] = COMMANDS
    expect(more).toEqual([])

    expect(follow(look!)).toContain('(dry run: nothing is written)')
    expect(git(site, 'status', '--porcelain')).toBe('')

    const added = follow(add!)
    expect(added).not.toContain('Warning')
    expect(added).toContain('Done.\nNext:\n  1. in the site')
    expect(added).toContain(`on the dashboard page of ${dashboardPage}`)
    // What `npx wix install` leaves behind; it needs somebody who is logged in at Wix.
    const {dependencies} = JSON.parse(read(site, 'package.json')) as {dependencies: Record<string, string>}
    const locked = Object.entries(dependencies).map(([name, range]) => `"${name}@${range}":\n`)
    write(site, {'wix.lock': locked.join('')})
    commit()

    const moved = follow(instead!)
    expect(moved).toContain('  1. commit with')
    expect(read(site, ordinaryPage)).toContain('createPage({')
    expect(read(site, dashboardPage)).toBe(files[dashboardPage])
    commit()

    expect(follow(update!)).toContain('is already there: nothing to do.')
    expect(follow(remove!)).toContain('Run npx wix install')
    commit()
    expect(git(site, 'diff', '--name-only', 'HEAD~3')).toBe('wix.lock\n')

    expect(follow(probe!)).toContain("with the browser's console")
    expect(read(site, dashboardPage)).toContain('printProbe(askWix)')
  })
})
