import {mkdirSync, rmSync} from 'node:fs'
import path from 'node:path'
import {buildSync} from 'esbuild'
import {createWebMethods} from '../../local/host/web-methods'
import {runAs} from '../../local/host/wix-context'
import {
  buildRelease,
  contentOf,
  FRESH_SITE,
  makeSite,
  PAGE,
  read,
  removeSites,
  ROOT,
  run,
} from '../site/fixture-site'
import {startTestHost, type TestHost} from '../support/test-host'

const MINUTE = {backupMs: 60_000, restoreMs: 60_000}
const EVENTS = 'src/backend/events.js'

beforeAll(buildRelease)
afterEach(removeSites)

describe('add-to-site --probe', () => {
  test('puts the probe on a site, and takes it off again', () => {
    const site = makeSite()
    run('addToSite', site)
    const before = contentOf(site)
    const {out} = run('addToSite', site, {probe: true})
    expect(out).toContain("with the browser's console")
    expect(read(site, PAGE)).toContain('printProbe(askWix)')
    expect(read(site, 'src/backend/backups-probe.web.js')).toContain('webMethod(Permissions.Admin,')
    expect(read(site, EVENTS)).toContain('export function wixData_onDataItemUpdated(event)')
    expect(run('addToSite', site).status).toBe(0)
    expect(contentOf(site)).toEqual(before)
  })

  test('leaves a site’s own handlers of data events alone', () => {
    const site = makeSite({...FRESH_SITE, [EVENTS]: '// ours\n'})
    const before = contentOf(site)
    const {out, status} = run('addToSite', site, {probe: true})
    expect(status).toBe(0)
    expect(out).toContain(`${EVENTS} is yours: it stays, and the probe is told of no data events.`)
    expect(read(site, EVENTS)).toBe('// ours\n')
    expect(run('removeFromSite', site).status).toBe(0)
    expect(contentOf(site)).toEqual(before)
  })
})

/** What was written into a site, loaded as Velo does: the page's part here, its web method behind JSON. */
describe('the probe on a site', () => {
  let host: TestHost
  let folder: string
  let said: string[]

  beforeAll(() => {
    folder = path.join(ROOT, '.build', `site-probe-${process.env.JEST_WORKER_ID ?? '0'}`)
    mkdirSync(folder, {recursive: true})
  })
  beforeEach(async () => {
    said = []
    host = await startTestHost({settings: MINUTE})
  })
  afterEach(() => host.close())
  afterAll(() => rmSync(folder, {recursive: true}))

  test('asks through the site’s own code, prints a table, and leaves nothing', async () => {
    await probe()
    const table = said.at(-1)!
    expect(table).toMatch(/Backups for Wix collections \d+\.\d+\.\d+, asked through the site’s own code on /)
    const rows = table.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| question'))
    expect(rows).toHaveLength(14)
    expect(rows[0]).toBe(
      '| A call of the Backups API by the site’s own code, elevated | is answered | is answered | as assumed |',
    )
    expect(rows.filter((row) => !row.endsWith('| as assumed |'))).toEqual([
      expect.stringMatching(/Drafts in a copy .*\| not answered \|$/),
    ])
    const sdk = host.sdk()
    expect((await sdk.collections.listDataCollections()).collections).toEqual([])
    expect((await sdk.backups.listBackups({status: ['READY', 'PENDING']})).backups).toEqual([])
  })

  test('tells that a restore fires events, where it does', async () => {
    await probe({eventsOfRestores: true})
    expect(said.at(-1)).toContain(
      '| Data events (events.js) when a collection is restored | none | 1 or more | differs |',
    )
  })

  test('says why events cannot be told where none comes', async () => {
    await probe({events: false})
    expect(said.at(-1)).toMatch(/Data events .*not even for an insert.*\| not answered \|/)
  })

  test('evicts nothing where every place is taken', async () => {
    const sdk = host.sdk()
    const before: string[] = []
    for (let number = 0; number < 3; number++) {
      before.unshift((await sdk.backups.createBackup()).backup!._id!)
      await host.local('POST', 'clock', {advanceMs: 120_000})
      await host.settled()
    }
    await probe()
    expect(said.at(-1)).toMatch(
      /What the items of a copy keep .*every on-demand backup is in use.*\| not answered \|/,
    )
    const {backups} = await sdk.backups.listBackups({})
    expect(backups!.map(({_id, status}) => [_id, status])).toEqual(before.map((id) => [id, 'READY']))
  })

  test.each([
    ['restoreBackup', ['any'], 'restores its own collections only'],
    [
      'restorePartialBackup',
      ['any', [{dataCollectionId: 'Products'}]],
      'Products is not a collection of the probe',
    ],
    ['removeItem', ['Products', 'oil'], 'Products is not a collection of the probe'],
    ['createCollection', [{_id: 'Mine'}], 'Mine is not a collection of the probe'],
    ['deleteBackup', ['99999999-9999-4999-8999-999999999999'], 'The probe did not take that backup'],
    ['constructor', [], 'knows no such call'],
    ['listBackups', 'everything', 'knows no such call'],
  ])('its web method refuses %s of %j', async (call, args, sentence) => {
    const {askWix} = load()
    expect(await askWix(call, args)).toEqual({ok: false, error: {message: expect.stringContaining(sentence)}})
  })

  test('its web method answers nobody but admins', async () => {
    expect(load().permission).toBe('Admin')
  })

  async function probe({events = true, eventsOfRestores = false} = {}): Promise<void> {
    const {askWix, printProbe, handlers} = load()
    const tell = (name: keyof typeof handlers, collectionId: string) =>
      runAs('local-visitor', () => handlers[name]({metadata: {dataCollectionId: collectionId}}))
    const asked = async (call: string, args: unknown[]) => {
      const answer = await askWix(call, args)
      // Wix would tell a published site of these.
      if (events && call === 'insertItem') await tell('wixData_onDataItemCreated', args[0] as string)
      if (eventsOfRestores && call === 'restorePartialBackup') {
        const [restored] = args[1] as {dataCollectionId: string; restoreDestination?: object}[]
        if (!restored!.restoreDestination) await tell('wixData_onDataItemUpdated', restored!.dataCollectionId)
      }
      return answer
    }
    await printProbe(asked, {
      say: (text) => said.push(text),
      async pause(ms) {
        await host.local('POST', 'clock', {advanceMs: ms * 10})
        await new Promise(setImmediate)
      },
    })
  }

  function load() {
    const site = makeSite()
    run('addToSite', site, {probe: true})
    const web = loadBuilt<{askWix: {permission: string}}>(site, 'backend/backups-probe.web')
    const {printProbe} = loadBuilt<{printProbe: Print}>(site, 'public/backups-probe')
    const handlers = loadBuilt<Handlers>(site, 'backend/events')
    const call = createWebMethods({'backend/backups-probe.web.js': web}, () => undefined)
    const askWix = async (name: string, args: unknown) => {
      const sent = JSON.stringify([name, args])
      const {body} = await call('backend/backups-probe.web.js', 'askWix', 'local-collaborator', sent)
      return (body as {result: unknown}).result
    }
    return {askWix, printProbe, handlers, permission: web.askWix.permission}
  }

  type Print = (
    askWix: (call: string, args: unknown[]) => Promise<unknown>,
    options: {say: (text: string) => void; pause: (ms: number) => Promise<void>},
  ) => Promise<void>
  type Handlers = Record<
    `wixData_onDataItem${'Created' | 'Updated' | 'Deleted'}`,
    (event: unknown) => Promise<void>
  >

  function loadBuilt<T>(site: string, module: string): T {
    const src = path.join(site, 'src')
    const outfile = path.join(folder, `${path.basename(module)}-${path.dirname(module)}.cjs`)
    buildSync({
      entryPoints: [path.join(src, `${module}.js`)],
      bundle: true,
      format: 'cjs',
      platform: 'node',
      alias: {backend: path.join(src, 'backend'), public: path.join(src, 'public')},
      external: ['@wix/*'],
      outfile,
      logLevel: 'warning',
    })
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    return require(outfile) as T
  }
})
