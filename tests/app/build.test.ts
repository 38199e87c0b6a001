import {readdirSync, readFileSync} from 'node:fs'
import path from 'node:path'
import {gzipSync} from 'node:zlib'
import {readBuiltApp} from '../../local/host/app/built-app'
import {APP_FOLDER} from './app-backend'

const DIST = path.join(APP_FOLDER, 'dist')
const KIB = 1024

const manifest = JSON.parse(readFileSync(path.join(DIST, '_wix/app-manifest.json'), 'utf8')) as {
  components: {compType: string; compData: Record<string, Record<string, unknown>>}[]
}
const ofType = (type: string) => manifest.components.filter(({compType}) => compType === type)

/** The browser's part of the build: everything in it can be read by anybody. */
const browserFiles = readdirSync(path.join(DIST, '_astro'), {recursive: true, encoding: 'utf8'})
  .filter((name) => /\.(js|css)$/.test(name))
  .map((name) => ({name, text: readFileSync(path.join(DIST, '_astro', name), 'utf8')}))

describe('what Wix registers of the app', () => {
  test('one page in the dashboard', () => {
    expect(ofType('BACK_OFFICE_PAGE')).toMatchObject([
      {
        compData: {
          backOfficePage: {title: 'Backups', routePath: 'backups', hostingPlatform: 'BUSINESS_MANAGER'},
        },
      },
    ])
    expect(readBuiltApp(DIST).pagePath).toMatch(/^\/_wix\/extensions\/backoffice\/[\da-f-]{36}$/)
  })

  test('one event, a backup’s state', () => {
    expect(ofType('WEBHOOK').map(({compData}) => compData.webhook!.webhookSlug)).toEqual([
      'wix.data.v2.backup_backup_state_changed',
    ])
  })

  test('collections of its own, closed for everybody but admins and the app', () => {
    const [{collections}] = ofType('DATA_COMPONENT').map(({compData}) => compData.dataComponent!) as [
      {collections: {idSuffix: string; dataPermissions: Record<string, string>}[]},
    ]
    expect(collections.map(({idSuffix}) => idSuffix)).toEqual(['settings', 'BackupsHistory'])
    for (const {dataPermissions} of collections) {
      expect(dataPermissions).toEqual({
        itemRead: 'PRIVILEGED',
        itemInsert: 'PRIVILEGED',
        itemUpdate: 'PRIVILEGED',
        itemRemove: 'PRIVILEGED',
      })
    }
  })

  test('nothing else', () => {
    expect(manifest.components).toHaveLength(3)
  })
})

describe('the browser’s part', () => {
  test('has the element and the page’s code', () => {
    const all = browserFiles.map(({text}) => text).join('\n')
    expect(all).toContain('backups-page')
    expect(all).toContain('/api/backups/')
  })

  // An elevated call brings the module of what it calls; `strip_bound_session` and the like are of what elevates.
  test.each([
    ['the Backups API', /v2\/backups|wix\.data\.v2\.backup/i],
    ['Wix Data', /wix-data\/v\d|_api\/cloud-data/i],
    ['site properties', /site-properties/],
    ['the app’s own credentials', /client_credentials|strip_bound_session|WIX_CLIENT_SECRET/],
  ])('calls nothing of %s', (_what, pattern) => {
    for (const {name, text} of browserFiles)
      expect({name, found: pattern.exec(text)?.[0]}).toEqual({name, found: undefined})
  })

  test('the patterns would find it: the worker has all of that', () => {
    const worker = readdirSync(path.join(DIST, '_worker.js'), {recursive: true, encoding: 'utf8'})
      .filter((name) => /\.m?js$/.test(name))
      .map((name) => readFileSync(path.join(DIST, '_worker.js', name), 'utf8'))
      .join('\n')
    for (const pattern of [/v2\/backups/, /wix-data\/v\d/, /site-properties/, /client_credentials/]) {
      expect(worker).toMatch(pattern)
    }
  })

  test('weighs at most 150 KiB gzipped when it opens', () => {
    const opening = browserFiles.filter(({name}) => !isCopyTools(name))
    const bytes = opening.reduce((sum, {text}) => sum + gzipSync(text, {level: 9}).length, 0)
    expect(bytes).toBeLessThan(150 * KIB)
  })

  test('loads what makes copies when the first copy is made', () => {
    const tools = browserFiles.filter(({name}) => isCopyTools(name))
    expect(tools).toHaveLength(1)
    for (const {name, text} of browserFiles) {
      expect({name, atOnce: /(from|import)\s*"\.\/copy-tools/.test(text)}).toEqual({name, atOnce: false})
    }
    expect(browserFiles.filter(({text}) => /import\("\.\/copy-tools/.test(text))).toHaveLength(1)
  })
})

const isCopyTools = (name: string) => name.startsWith('copy-tools.')
