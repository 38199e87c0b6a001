import {ROUTES} from '../../local/wire/routes'
import {startTestHost, type Identity, type Sdk, type TestHost} from '../support/test-host'

let host: TestHost
let owner: Sdk
let member: Sdk['items']
let visitor: Sdk['items']

beforeAll(async () => {
  host = await startTestHost()
  owner = host.sdk()
  member = host.sdk('local-member').items
  visitor = host.sdk('local-visitor').items
})
afterAll(() => host.close())

type Role = 'ANYONE' | 'SITE_MEMBER' | 'SITE_MEMBER_AUTHOR' | 'ADMIN'
interface Roles {
  read?: Role
  insert?: Role
  update?: Role
  remove?: Role
}

let made = 0
/** A collection with one item of the owner's and one of the member's, each referring to both Secrets. */
async function collection(
  {read = 'ANYONE', insert = 'ADMIN', update = 'ADMIN', remove = 'ADMIN'}: Roles,
  into = 'Secrets',
) {
  const id = `Things${++made}`
  await owner.collections.createDataCollection({
    _id: id,
    fields: [
      {key: 'many', type: 'MULTI_REFERENCE', typeMetadata: {multiReference: {referencedCollectionId: into}}},
      {key: 'one', type: 'REFERENCE', typeMetadata: {reference: {referencedCollectionId: into}}},
    ],
    permissions: {read, insert: 'SITE_MEMBER', update, remove},
  })
  await owner.items.insert(id, {_id: 'theirs', name: 'theirs', one: 's1'})
  await member.insert(id, {_id: 'mine', name: 'mine', one: 's1'})
  await owner.collections.patchDataCollection(id, {permissions: {insert}})
  for (const item of ['theirs', 'mine']) await owner.items.insertReference(id, 'many', item, ['s1', 's2'])
  return id
}

beforeAll(async () => {
  await owner.collections.createDataCollection({
    _id: 'Secrets',
    fields: [],
    permissions: {read: 'ADMIN', insert: 'ADMIN', update: 'ADMIN', remove: 'ADMIN'},
  })
  await owner.items.bulkInsert('Secrets', [
    {_id: 's1', word: 'open sesame'},
    {_id: 's2', word: 'swordfish'},
  ])
})

const names = async (id: string) =>
  Object.fromEntries(
    (await owner.items.query(id).find()).items.map((item) => [item._id, item.name as unknown]),
  )
const linksOf = async (id: string, item: string) =>
  (await owner.items.queryReferenced(id, item, 'many')).items.map((one) => (one as {_id: string})._id).sort()
const refused = {details: {applicationError: {code: 'WDE0027'}}}

describe('every route of items', () => {
  const body = {
    dataItem: {id: 'theirs', data: {_id: 'theirs'}},
    dataItems: [{id: 'theirs', data: {_id: 'theirs'}}],
    dataItemId: 'theirs',
    dataItemIds: ['theirs'],
    patch: {dataItemId: 'theirs', fieldModifications: [{fieldPath: 'a', action: 'REMOVE_FIELD'}]},
    patches: [{dataItemId: 'theirs', fieldModifications: [{fieldPath: 'a', action: 'REMOVE_FIELD'}]}],
    referringItemFieldName: 'many',
    referringItemId: 'theirs',
    referencedItemId: 's1',
    newReferencedItemIds: [],
    dataItemReferences: [{referringItemFieldName: 'many', referringItemId: 'theirs', referencedItemId: 's1'}],
  }
  const routes = ROUTES.filter(({path}) => /\/v2\/(bulk\/)?items/.test(path))

  test.each(routes.map(({method, path}) => [method, path] as const))(
    '%s %s is refused to a visitor and a member where only admins may',
    async (method, path) => {
      const id = await collection({read: 'ADMIN'})
      for (const identity of ['local-visitor', 'local-member'] satisfies Identity[]) {
        const isGet = method === 'GET' || method === 'DELETE'
        const request = {...body, dataCollectionId: id}
        const query = isGet ? `?.r=${Buffer.from(JSON.stringify(request)).toString('base64url')}` : ''
        const response = await fetch(`${host.url}${path.replace('{dataItemId}', 'theirs')}${query}`, {
          method,
          headers: {authorization: identity, 'content-type': 'application/json'},
          ...(!isGet && {body: JSON.stringify(request)}),
        })
        expect(response.status).toBe(403)
        expect(await response.json()).toMatchObject(refused)
      }
      expect(await names(id)).toEqual({theirs: 'theirs', mine: 'mine'})
      expect(await linksOf(id, 'theirs')).toEqual(['s1', 's2'])
    },
  )
})

describe('whoever may change only items of their own', () => {
  const own = {update: 'SITE_MEMBER_AUTHOR', remove: 'SITE_MEMBER_AUTHOR'} as const

  test('changes and removes those, and no other', async () => {
    const id = await collection(own)
    await member.update(id, {_id: 'mine', name: 'changed'})
    await expect(member.update(id, {_id: 'theirs', name: 'taken'})).rejects.toMatchObject(refused)
    await expect(member.patch(id, 'theirs').setField('name', 'taken').run()).rejects.toMatchObject(refused)
    await expect(member.save(id, {_id: 'theirs', name: 'taken'})).rejects.toMatchObject(refused)
    await expect(member.remove(id, 'theirs')).rejects.toMatchObject(refused)
    expect(await names(id)).toEqual({theirs: 'theirs', mine: 'changed'})
  })

  test('in bulk too: others are refused one by one, and skipped by bulkRemove', async () => {
    const id = await collection(own)
    const items = [
      {_id: 'theirs', name: 'taken'},
      {_id: 'mine', name: 'changed'},
    ]
    for (const result of [
      await member.bulkUpdate(id, items),
      await member.bulkSave(id, items),
      await member.bulkPatch(id, ['theirs', 'mine']).setField('name', 'changed').run(),
    ]) {
      expect(result).toMatchObject({updated: 1, updatedItemIds: ['mine']})
      expect(result.errors).toMatchObject([{code: 'WDE0027'}])
    }
    expect(await names(id)).toEqual({theirs: 'theirs', mine: 'changed'})
    expect(await member.bulkRemove(id, ['theirs', 'mine'])).toMatchObject({
      removed: 1,
      skipped: 1,
      errors: [],
      removedItemIds: ['mine'],
    })
    expect(await names(id)).toEqual({theirs: 'theirs'})
  })

  test('empties no collection', async () => {
    for (const remove of ['SITE_MEMBER_AUTHOR', 'SITE_MEMBER', 'ANYONE'] as const) {
      const id = await collection({remove})
      await expect(member.truncate(id)).rejects.toMatchObject(refused)
      expect(Object.keys(await names(id))).toHaveLength(2)
      await host.sdk('local-app').items.truncate(id)
      expect(await names(id)).toEqual({})
    }
  })

  test('changes no references of others', async () => {
    const id = await collection(own)
    await member.replaceReferences(id, 'many', 'mine', ['s2'])
    await member.removeReference(id, 'many', 'mine', 's2')
    await member.insertReference(id, 'many', 'mine', 's1')
    expect(await linksOf(id, 'mine')).toEqual(['s1'])
    await expect(member.replaceReferences(id, 'many', 'theirs', ['s2'])).rejects.toMatchObject(refused)
    await expect(member.removeReference(id, 'many', 'theirs', 's1')).rejects.toMatchObject(refused)
    await expect(member.insertReference(id, 'many', 'theirs', 'x')).rejects.toMatchObject(refused)
    const both = ['mine', 'theirs'].map((left) => ({relationshipName: 'many', left, right: 'x'}))
    await expect(
      member.insertReference(id, both as never, undefined as never, undefined as never),
    ).rejects.toMatchObject(refused)
    expect(await linksOf(id, 'theirs')).toEqual(['s1', 's2'])
    expect(await linksOf(id, 'mine')).toEqual(['s1'])
  })

  test('reads those alone, whatever the way', async () => {
    const id = await collection({read: 'SITE_MEMBER_AUTHOR'}, `Things${made + 1}`)
    await owner.items.replaceReferences(id, 'many', 'mine', ['mine', 'theirs'])
    expect((await member.query(id).find({returnTotalCount: true})).totalCount).toBe(1)
    expect(await member.query(id).count()).toBe(1)
    expect(await member.get(id, 'theirs')).toBeNull()
    expect(await member.isReferenced(id, 'many', 'theirs', 's1')).toBe(false)
    expect((await member.queryReferenced(id, 'theirs', 'many')).items).toEqual([])
    expect(await member.queryReferencedItems(id, ['mine', 'theirs'], 'many')).toMatchObject({
      results: [
        {referringItemId: 'mine', item: {_id: 'mine'}},
        {referringItemId: 'mine', unresolvedReference: {referencedItemId: 'theirs', unauthorized: true}},
      ],
    })
    const {items} = await member.query(id).include('many').find()
    expect(items).toMatchObject([{_id: 'mine', many: [{_id: 'mine'}]}])
    expect(items[0]!.many).toHaveLength(1)
  })
})

describe('a collection that may not be read', () => {
  test('is not read through the references of one that may', async () => {
    const id = await collection({read: 'ANYONE'})
    for (const items of [visitor, member]) {
      await expect(items.queryReferenced(id, 'mine', 'many')).rejects.toMatchObject(refused)
      await expect(items.queryReferencedItems(id, 'mine', 'one')).rejects.toMatchObject(refused)
      await expect(items.query(id).include('many').find()).rejects.toMatchObject(refused)
      await expect(items.query(id).include('one').find()).rejects.toMatchObject(refused)
      await expect(items.get(id, 'mine', {includeReferences: [{field: 'many'}]})).rejects.toMatchObject(
        refused,
      )
      expect((await items.query(id).find()).items).toHaveLength(2)
    }
    const {items} = await owner.items.query(id).eq('_id', 'mine').include('many', 'one').find()
    expect(items).toMatchObject([{one: {word: 'open sesame'}, many: [{_id: 's1'}, {_id: 's2'}]}])
  })
})

describe('a save', () => {
  test('inserts only where inserting is allowed, and changes only where changing is', async () => {
    const mayUpdate = await collection({update: 'SITE_MEMBER'})
    await expect(member.save(mayUpdate, {_id: 'new'})).rejects.toMatchObject(refused)
    await member.save(mayUpdate, {_id: 'theirs', name: 'changed'})
    const mayInsert = await collection({insert: 'SITE_MEMBER'})
    await member.save(mayInsert, {_id: 'new', name: 'new'})
    await expect(member.save(mayInsert, {_id: 'theirs'})).rejects.toMatchObject(refused)
    expect(await member.bulkSave(mayInsert, [{_id: 'newer', name: 'newer'}, {_id: 'mine'}])).toMatchObject({
      inserted: 1,
      updated: 0,
      errors: [{code: 'WDE0027'}],
    })
    expect(await names(mayUpdate)).toEqual({theirs: 'changed', mine: 'mine'})
    expect(await names(mayInsert)).toEqual({theirs: 'theirs', mine: 'mine', new: 'new', newer: 'newer'})
  })
})

describe('references', () => {
  test('of the sandbox are not those of the live site', async () => {
    const id = await collection({})
    const sandbox = owner.items.withEnvironment('SANDBOX' as never)
    await sandbox.insert(id, {_id: 'mine'})
    await sandbox.replaceReferences(id, 'many', 'mine', [])
    await sandbox.insertReference(id, 'many', 'mine', 's9')
    expect(await sandbox.isReferenced(id, 'many', 'mine', 's9')).toBe(true)
    expect(await linksOf(id, 'mine')).toEqual(['s1', 's2'])
  })

  test('of a single reference field are no multi-references', async () => {
    const id = await collection({})
    await expect(owner.items.insertReference(id, 'one', 'mine', 's2')).rejects.toMatchObject({
      details: {applicationError: {code: 'WDE0020'}},
    })
    expect(await owner.items.queryReferencedItems(id, ['mine', 'theirs'], 'one')).toMatchObject({
      results: [
        {referringItemId: 'mine', item: {_id: 's1'}},
        {referringItemId: 'theirs', item: {_id: 's1'}},
      ],
    })
    expect(await owner.items.isReferenced(id, 'one', 'mine', 's1')).toBe(true)
  })

  test('into a collection that was deleted are unresolved', async () => {
    await owner.collections.createDataCollection({_id: 'Gone', fields: []})
    await owner.items.insert('Gone', {_id: 's1'})
    const id = await collection({}, 'Gone')
    await owner.collections.deleteDataCollection('Gone')
    await owner.items.insertReference(id, 'many', 'mine', 's1')
    expect((await owner.items.queryReferencedItems(id, 'mine', 'many')).results).toMatchObject([
      {unresolvedReference: {referencedItemId: 's1', unauthorized: false}},
    ])
    expect((await owner.items.query(id).include('many').find()).items).toMatchObject([{many: []}, {many: []}])
  })
})

test('a single item is read with some of its fields', async () => {
  const id = await collection({})
  expect(await owner.items.get(id, 'mine', {fields: ['name']})).toEqual({_id: 'mine', name: 'mine'})
  expect(
    await owner.items.get(id, 'mine', {includeReferences: [{field: 'many', limit: 1}], fields: ['many']}),
  ).toEqual({_id: 'mine', many: [expect.objectContaining({word: 'open sesame'})]})
})
