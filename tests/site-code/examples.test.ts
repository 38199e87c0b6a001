import {readdirSync, readFileSync} from 'node:fs'
import path from 'node:path'
import * as updates from 'backend/back-up-before'
import {createBackup, waitForBackup} from 'public/backups'
import * as client from 'public/backups'
import {explainProblem} from 'public/rules/explain-problem'
import {runAs} from '../../local/host/wix-context'
import {startTestHost, type Sdk, type TestHost} from '../support/test-host'

const EXAMPLES = path.join(__dirname, 'examples')
const DOCUMENT = readFileSync(path.join(__dirname, '../../docs/site-code.md'), 'utf8')

const sourceOf = (file: string) => readFileSync(path.join(__dirname, '../..', file), 'utf8')

let host: TestHost
let sdk: Sdk

beforeEach(async () => {
  host = await startTestHost()
  sdk = host.sdk()
  await sdk.collections.createDataCollection({_id: 'Products'})
  await sdk.collections.createDataCollection({_id: 'Orders'})
  await sdk.items.insert('Products', {_id: 'oil', price: 10})
})
afterEach(() => host.close())

describe('docs/site-code.md', () => {
  test.each(readdirSync(EXAMPLES))('shows %s as it is run here', (file) => {
    expect(DOCUMENT).toContain(readFileSync(path.join(EXAMPLES, file), 'utf8'))
  })

  test('has every function of the client', () => {
    for (const name of Object.keys(client).filter((key) => key !== 'BackupsError'))
      expect(DOCUMENT).toContain(`\`${name}(`)
  })

  test('has every function and option of the tasks, and every reason', () => {
    for (const name of Object.keys(updates)) expect(DOCUMENT).toContain(`\`${name}`)
    const reasons = sourceOf('src/backend/create-back-up-if-due.ts').match(/(?<=\| ')[A-Z_]+(?=')/g)!
    expect(reasons.length).toBeGreaterThan(7)
    for (const reason of reasons) expect(DOCUMENT).toContain(`\`${reason}\``)
    const options = ['back-up-before', 'create-back-up-if-due'].flatMap((file) =>
      [...sourceOf(`src/backend/${file}.ts`).matchAll(/export interface \w+Options[^{]*{([^}]*)}/g)].flatMap(
        ([, body]) => [...body!.matchAll(/^ {2}(\w+)\??:/gm)].map(([, name]) => name!),
      ),
    )
    expect(options).toEqual(expect.arrayContaining(['readyWithinMs', 'restoreAnyway', 'neverEvict']))
    for (const name of options) expect(DOCUMENT).toMatch(new RegExp(`\`[^\`\n]*\\b${name}\\b`))
  })

  test('has every error code', () => {
    const source = sourceOf('src/public/contract.ts')
    const codes = source.match(/'[A-Z]+(_[A-Z]+)+'/g)!.map((code) => code.slice(1, -1))
    const errorCodes = codes.filter((code) => {
      try {
        return explainProblem({code: code as 'UNEXPECTED'}).message.length > 0
      } catch {
        return false
      }
    })
    expect(errorCodes.length).toBeGreaterThan(12)
    for (const code of errorCodes) expect(DOCUMENT).toContain(`\`${code}\``)
  })
})

describe('the examples', () => {
  test('back up before a bulk import, and take it back when a row is refused', async () => {
    const {importProducts} = await import('./examples/import-products.web')
    const asOwner = (rows: never[]) => runAs('local-owner', async () => importProducts(rows))
    expect(await asOwner([{_id: 'rye', price: 5}] as never[])).toMatchObject({ok: true, inserted: 1})
    const tooLarge = {_id: 'big', price: 1, text: 'x'.repeat(600_000)}
    const failed = await asOwner([{_id: 'new', price: 2}, tooLarge] as never[])
    expect(failed).toMatchObject({ok: false, code: 'UPDATE_FAILED'})
    await host.settled()
    expect(await sdk.items.get('Products', 'new')).toBeNull()
    // The young backup of the first import was used again: it is from before `rye`.
    expect(await sdk.items.query('Products').count()).toBe(1)
  })

  test('an import in two halves, taken back when a row is refused', async () => {
    const {runImport, startImport} = await import('./examples/update-in-two-halves')
    const asOwner = <T>(run: () => Promise<T>) => runAs('local-owner', run)
    await host.local('POST', 'settings', {backupMs: 60_000})
    const token = await startImport()
    expect(await asOwner(() => runImport(token, []))).toBe('NOT_YET')
    await host.local('POST', 'clock', {advanceMs: 60_000})
    const tooLarge = {_id: 'big', price: 1, text: 'x'.repeat(600_000)}
    expect(await asOwner(() => runImport(token, [{_id: 'new', price: 2}, tooLarge]))).toBe('BEING_TAKEN_BACK')
    await host.settled()
    expect((await sdk.items.query('Products').find()).items.map(({_id}) => _id)).toEqual(['oil'])
    await host.local('POST', 'settings', {backupMs: 0})
    const again = await startImport()
    await host.settled()
    expect(await asOwner(() => runImport(again, [{_id: 'new', price: 2}]))).toBe('DONE')
    expect(await sdk.items.query('Products').count()).toBe(2)
    expect(await client.getBackup(again.backupId)).toMatchObject({status: 'DELETED'})
  })

  test('a nightly job', async () => {
    const {nightlyBackup} = await import('./examples/nightly-job')
    expect(await nightlyBackup()).toMatch(/^Backup /)
    await host.settled()
    expect(await nightlyBackup()).toBe('No backup: NOT_DUE')
  })

  test('a button on an admin page', async () => {
    let click: () => Promise<void> = async () => undefined
    const status = {text: ''}
    const button = {onClick: (listener: () => Promise<void>) => (click = listener), disable() {}, enable() {}}
    const $w = Object.assign((id: string) => (id === '#status' ? status : button), {
      onReady: (ready: () => void) => ready(),
    })
    Object.assign(globalThis, {$w})
    await import('./examples/admin-page')
    for (let i = 0; i < 3; i++) {
      await click()
      expect(status.text).toMatch(/^Backed up at/)
      await host.local('POST', 'clock', {advanceMs: 1000})
    }
    await click()
    expect(status.text).toMatch(/deletes the oldest/)
  })

  test('restore two collections', async () => {
    const {restoreShop} = await import('./examples/restore-two-collections')
    await waitForBackup((await createBackup()).id)
    await sdk.items.remove('Products', 'oil')
    await sdk.items.insert('Orders', {_id: 'o1'})
    expect(await restoreShop()).toEqual({lost: 1})
    expect(await sdk.items.get('Products', 'oil')).toMatchObject({price: 10})
    expect(await sdk.items.query('Orders').count()).toBe(0)
  })

  test('bring back what an import deleted', async () => {
    const {bringBackDeleted} = await import('./examples/bring-back-deleted')
    const {id} = await waitForBackup((await createBackup()).id)
    await sdk.items.remove('Products', 'oil')
    await sdk.items.insert('Products', {_id: 'rye', price: 7})
    expect(await bringBackDeleted(id, 'Products')).toEqual({back: 1, skipped: 0, referencesMended: 0})
    expect(await sdk.items.query('Products').count()).toBe(2)
    expect(await client.listLooks()).toEqual([])
    expect(await client.listReceipts()).toMatchObject([{status: 'DONE', items: [{itemId: 'oil'}]}])
  })

  test('list failed restorations', async () => {
    const {failedRestorations} = await import('./examples/failed-restorations')
    const {id} = await waitForBackup((await createBackup()).id)
    await host.local('POST', 'faults', {operation: 'restoreBackup', effect: 'fail-restoration'})
    await client.restoreBackup(id, {overwrite: true})
    await host.settled()
    expect(await failedRestorations()).toEqual([expect.stringMatching(/all collections, from the backup of/)])
  })
})
