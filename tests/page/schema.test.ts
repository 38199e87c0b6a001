import type {Backup, Result} from 'public/contract'
import type {RecreatedCollection, SchemaSince} from 'public/copies-contract'
import {fakeSite, fullSlots, type FakeSite} from './fake-site'
import {runPage, type RunningPage} from './run-page'

const SINCE: SchemaSince = {
  changes: [{collectionId: 'Products', field: 'price', change: 'RETYPED', then: 'NUMBER', now: 'TEXT'}],
  deleted: [{id: 'Recipes', displayName: 'Recipes', fieldCount: 5}],
}
const MADE: RecreatedCollection = {collection: {id: 'Recipes', fields: []}, left: []}

let site: FakeSite
let page: RunningPage
let asked: string[]
let made: Result<RecreatedCollection> | 'no answer'
let since: SchemaSince | null
let released: Promise<void>
beforeEach(async () => {
  site = fakeSite({backups: fullSlots()})
  asked = []
  made = {ok: true, value: MADE}
  since = SINCE
  released = Promise.resolve()
  site.methods.compareSchema = async (backupId) => {
    asked.push(backupId)
    return {ok: true, value: since}
  }
  site.methods.recreateCollection = async (backupId, collectionId) => {
    asked.push(`recreate ${backupId} ${collectionId}`)
    if (made === 'no answer') throw new TypeError('Failed to fetch')
    await released
    return made
  }
  page = await runPage(site)
})

const find = (type: Backup['type']) =>
  site.backups.find((backup) => backup.type === type && backup.status === 'READY')!.id
const openDetails = async (backupId: string) => {
  await page.send({type: 'openPanel', backupId})
  await page.advance(0)
}
const recreate = async (backupId: string) => {
  await page.send({type: 'recreateCollection', backupId, collectionId: 'Recipes'})
  await page.advance(0)
}

test('what changed since an on-demand backup is read once its panel or its restore dialog is open', async () => {
  const id = find('ON_DEMAND')
  expect(page.state().schema).toBeNull()
  await openDetails(id)
  expect(page.state().schema).toMatchObject({backupId: id, ...SINCE, recreating: null, problem: null})
  await page.send({type: 'closePanel'})
  await page.send({type: 'askRestore', backupId: id})
  await page.advance(0)
  expect(asked).toEqual([id, id])
})

test('of an automatic backup nothing was kept, and nothing is asked', async () => {
  await openDetails(find('AUTO'))
  expect(asked).toEqual([])
  expect(page.state().schema).toBeNull()
})

test('what was not kept, or cannot be read, is not told as unchanged', async () => {
  const id = find('ON_DEMAND')
  since = null
  await openDetails(id)
  expect(page.state().schema).toBeNull()
  site.methods.compareSchema = async () => ({ok: false, error: {code: 'UNAVAILABLE', message: ''}})
  await openDetails(id)
  expect(page.state().schema).toBeNull()
})

test('a deleted collection is made again, once, and what is there is read anew', async () => {
  const id = find('ON_DEMAND')
  await openDetails(id)
  since = {...SINCE, deleted: []}
  let release = () => undefined as void
  released = new Promise((resolve) => (release = resolve))
  await recreate(id)
  expect(page.state().schema).toMatchObject({recreating: 'Recipes'})
  // A second click, and another backup's panel, change nothing meanwhile.
  await recreate(id)
  await openDetails(find('AUTO'))
  expect(page.state().schema).toMatchObject({backupId: id, recreating: 'Recipes'})
  release()
  await page.advance(1_000)
  expect(asked.filter((call) => call.startsWith('recreate'))).toEqual([`recreate ${id} Recipes`])
  expect(page.state().schema).toMatchObject({
    recreating: null,
    recreated: [{displayName: 'Recipes', left: []}],
    deleted: [],
  })
  // "Restore it now" is said until something was restored.
  since = {changes: [], deleted: []}
  site.restoreBackup(id)
  await page.advance(120_000)
  expect(page.state().schema).toMatchObject({recreated: []})
})

test('without an answer, what is read next says whether it is there; nothing is repeated', async () => {
  const id = find('ON_DEMAND')
  made = 'no answer'
  await openDetails(id)
  await recreate(id)
  await page.advance(60_000)
  expect(asked.filter((call) => call.startsWith('recreate'))).toHaveLength(1)
  expect(page.state().schema).toMatchObject({recreating: null, recreated: [], deleted: SINCE.deleted})
})

test('a refusal is told where the click was', async () => {
  const id = find('ON_DEMAND')
  made = {ok: false, error: {code: 'PLAN_LIMIT_REACHED', message: ''}}
  await openDetails(id)
  await recreate(id)
  expect(page.state().schema).toMatchObject({problem: {code: 'PLAN_LIMIT_REACHED'}, deleted: SINCE.deleted})
})

test('a collection that was not told as deleted is not made', async () => {
  const id = find('ON_DEMAND')
  await openDetails(id)
  await page.send({type: 'recreateCollection', backupId: id, collectionId: 'Products'})
  await page.advance(0)
  expect(asked).toEqual([id])
})
