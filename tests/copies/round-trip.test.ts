import fc from 'fast-check'
import {referencedCollection, type CollectionDefinition, type CopyItem} from 'public/copies/copy-format'
import {receiptInMemory} from 'public/copies/receipt-in-memory'
import {undoRestore} from 'public/copies/undo-restore'
import {listCollections} from '../../bin/site/collections'
import {siteItems} from '../../bin/site/items'
import {restoreTarget} from '../../bin/site/restore-target'
import {startTestHost, type TestHost} from '../support/test-host'
import {callsTo, copySite, restoreSite} from './site-over-http'

/** Few in a run of all tests; `PROPERTY_RUNS=1000` for a thorough one. */
const RUNS = Number(process.env.PROPERTY_RUNS ?? 15)

let host: TestHost
beforeAll(async () => {
  host = await startTestHost()
})
afterAll(() => host.close())

interface GeneratedSite {
  collections: {
    id: string
    fields: GeneratedField[]
    permissions: Record<string, string>
    items: Record<string, unknown>[]
  }[]
  links: {collection: number; field: number; item: number; targets: number[]}[]
}
interface GeneratedField {
  key: string
  type: string
  /** Of a reference: the position of the collection that it points into. */
  into: number
}

const TYPES = [
  'TEXT',
  'NUMBER',
  'BOOLEAN',
  'DATETIME',
  'OBJECT',
  'ARRAY',
  'ANY',
  'REFERENCE',
  'MULTI_REFERENCE',
]
const ROLES = ['ADMIN', 'SITE_MEMBER_AUTHOR', 'SITE_MEMBER', 'ANYONE']

const date = fc
  .date({min: new Date('1900-01-01'), max: new Date('2200-01-01'), noInvalidDate: true})
  .map((value) => ({$date: value.toISOString()}))
/** Anything that Wix's JSON can hold, dates among it. */
const value = fc.letrec((tie) => ({
  any: fc.oneof({depthSize: 'small', withCrossShrink: true}, tie('leaf'), tie('list'), tie('object')),
  leaf: fc.oneof(
    fc.string({unit: 'binary', maxLength: 20}),
    fc.constantFrom('', ' ', '\u2028', 'a\nb', '"', '\\', '$date', '😀', 'é'),
    fc.double({noNaN: true, noDefaultInfinity: true}),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    date,
  ),
  list: fc.array(tie('any'), {maxLength: 3}),
  object: fc.dictionary(
    fc.string({unit: 'grapheme', minLength: 1, maxLength: 8}).filter((key) => !/^[$_]|^__proto__$/.test(key)),
    tie('any'),
    {maxKeys: 3},
  ),
})).any

const ID_CHARACTERS = [...'abcXYZ019-_ .@é😀']
const itemId = fc.oneof(
  fc.uuid(),
  fc.string({unit: fc.constantFrom(...ID_CHARACTERS), minLength: 1, maxLength: 12}),
)

const site: fc.Arbitrary<GeneratedSite> = fc.integer({min: 1, max: 4}).chain((count) =>
  fc.record({
    collections: fc.tuple(
      ...Array.from({length: count}, (_, position) =>
        fc
          .record({
            fields: fc.uniqueArray(
              fc.record({
                key: fc.constantFrom(...'abcdef'),
                type: fc.constantFrom(...TYPES),
                into: fc.nat(count - 1),
              }),
              {maxLength: 6, selector: ({key}) => key},
            ),
            permissions: fc.record(
              Object.fromEntries(
                ['insert', 'update', 'remove', 'read'].map((what) => [what, fc.constantFrom(...ROLES)]),
              ),
            ),
            items: fc.uniqueArray(
              fc.record(
                {_id: itemId, a: value, b: value, c: value, d: value, e: value, f: value, g: value},
                {requiredKeys: ['_id']},
              ),
              {
                maxLength: 8,
                selector: ({_id}) => _id,
              },
            ),
          })
          .map((collection) => ({...collection, id: ['Products', 'My Notes', 'a-b_c', 'Zoo9'][position]!})),
      ),
    ),
    links: fc.array(
      fc.record({
        collection: fc.nat(count - 1),
        field: fc.nat(5),
        item: fc.nat(7),
        targets: fc.uniqueArray(fc.nat(7), {maxLength: 5}),
      }),
      {
        maxLength: 12,
      },
    ),
  }),
)

test('copy, an empty site, restore: equal item by item, but for what Wix sets itself', async () => {
  await fc.assert(
    fc.asyncProperty(site, async (generated) => {
      await host.local('POST', 'reset', {seed: 'empty'})
      await build(generated)
      const before = await contentOf()
      const bytes = await copySite(callsTo(host.url))
      expect(await contentOf()).toEqual(before)

      await host.local('POST', 'reset', {seed: 'empty'})
      const report = await restoreSite(callsTo(host.url), bytes)
      const after = await contentOf()
      expect(after.collections).toEqual(before.collections)
      const items = before.collections.reduce((sum, one) => sum + one.items.length, 0)
      expect(report.collections.reduce((sum, {inserted}) => sum + inserted, 0)).toBe(items)
      expect(report.collections.flatMap(({conflicts, failed}) => [...conflicts, ...failed])).toEqual([])
      expect(report.references).toMatchObject({mended: 0, removed: 0, failed: 0})
      // What the report says that Wix set itself is what differs.
      expect(report.setByWix).toEqual({
        _createdDate: items,
        _updatedDate: items,
        _owner: before.owners.filter((owner) => owner !== after.owners[0]).length,
      })
    }),
    {numRuns: RUNS},
  )
}, 3_600_000)

test('brought back, and taken back again: as it was before, whatever was missing or older', async () => {
  const damage = fc.record({
    generated: site,
    edited: fc.array(fc.tuple(fc.nat(3), fc.nat(7)), {maxLength: 6}),
    removed: fc.array(fc.tuple(fc.nat(3), fc.nat(7)), {maxLength: 8}),
    isOlder: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(damage, async ({generated, edited, removed, isOlder}) => {
      await host.local('POST', 'reset', {seed: 'empty'})
      await build(generated)
      const {engine} = host.site
      const calls = callsTo(host.url)
      const {backups} = host.sdk()
      const {backup} = await backups.createBackup()
      await host.settled()
      const chosen = (picks: [number, number][]) =>
        picks.flatMap(([collection, item]) => {
          const {id, items, fields} = generated.collections[collection] ?? {id: '', items: [], fields: []}
          const found = items[item]
          return found ? [{collectionId: id, itemId: found._id as string, fields}] : []
        })
      await host.local('POST', 'clock', {advanceMs: 60_000})
      for (const {collectionId, itemId, fields} of chosen(edited)) {
        await engine.patchItems(collectionId, [{itemId, set: {g: 'edited'}, remove: ['a']}])
        const multi = fields.find(({type}) => type === 'MULTI_REFERENCE')
        if (multi) await engine.replaceReferences({collectionId, field: multi.key, itemId, targetIds: []})
      }
      await host.local('POST', 'clock', {advanceMs: 60_000})
      const bytes = await copySite(calls)
      if (isOlder) {
        await backups.restoreBackup(backup!._id!)
        await host.settled()
      }
      await host.local('POST', 'clock', {advanceMs: 60_000})
      for (const {collectionId, itemId} of chosen(removed)) await engine.removeItems(collectionId, [itemId])

      const before = await contentOf()
      const receipt = receiptInMemory()
      const report = await restoreSite(calls, bytes, {receipt})
      await host.local('POST', 'clock', {advanceMs: 60_000})
      const undone = await undoRestore(receipt.written()!, await listCollections(calls), restoreTarget(calls))
      const sum = (key: 'inserted' | 'updated') =>
        report.collections.reduce((total, one) => total + one[key], 0)
      expect(undone).toEqual({removed: sum('inserted'), changedBack: sum('updated'), kept: []})
      expect((await contentOf()).collections).toEqual(before.collections)
    }),
    {numRuns: RUNS},
  )
}, 3_600_000)

async function build({collections, links}: GeneratedSite): Promise<void> {
  const {engine} = host.site
  for (const {id, fields, permissions} of collections) {
    await engine.createCollection({
      id,
      displayName: `${id} ✓`,
      permissions: permissions as never,
      fields: fields.map(({key, type, into}) => ({
        key,
        displayName: key.toUpperCase(),
        type,
        ...(type.endsWith('REFERENCE') && {referencedCollectionId: collections[into]!.id}),
      })),
    })
  }
  for (const [position, {id, fields, items}] of collections.entries()) {
    const owner =
      position % 2 ? '11111111-1111-4111-8111-111111111111' : '0f000000-0000-4000-8000-000000000001'
    const written = items.map((item) => withReferences(item, fields, collections))
    if (written.length > 0) await engine.writeItems(id, 'insert', written, owner)
  }
  for (const {collection, field, item, targets} of links) {
    const {id, fields, items} = collections[collection]!
    const {key, type, into} = fields[field % Math.max(fields.length, 1)] ?? {}
    if (type !== 'MULTI_REFERENCE' || items.length === 0) continue
    const there = collections[into!]!.items
    await engine.insertReferences(
      targets
        .filter((target) => target < there.length)
        .map((target) => ({
          collectionId: id,
          field: key!,
          itemId: items[item % items.length]!._id as string,
          targetId: there[target]!._id as string,
        })),
    )
  }
}

/** References point to items, and links are no part of an item. */
function withReferences(
  item: Record<string, unknown>,
  fields: GeneratedField[],
  collections: GeneratedSite['collections'],
) {
  const written = {...item}
  for (const {key, type, into} of fields) {
    if (type === 'MULTI_REFERENCE') delete written[key]
    if (type !== 'REFERENCE') continue
    const targets = collections[into]!.items
    if (targets.length === 0) delete written[key]
    else written[key] = targets[JSON.stringify(item[key] ?? '').length % targets.length]!._id
  }
  return written
}

/** All that a site holds, but for dates of creation and change; owners apart. */
async function contentOf() {
  const calls = callsTo(host.url)
  const reader = siteItems(calls)
  const owners: unknown[] = []
  const collections = []
  for (const definition of await listCollections(calls)) {
    const {items} = await reader.readPage(definition.id, {after: null, limit: 1000, withTotal: false})
    const links: Record<string, unknown> = {}
    for (const {key, type} of definition.fields) {
      if (type !== 'MULTI_REFERENCE') continue
      const found = await reader.readReferences(
        definition.id,
        key,
        items.map(({_id}) => _id),
      )
      links[key] = Object.fromEntries([...found].map(([item, ids]) => [item, ids.toSorted()]))
    }
    collections.push({...schemaOf(definition), items: items.map((item) => bare(item, owners)), links})
  }
  return {collections, owners}
}

function bare({_createdDate, _updatedDate, _owner, ...item}: CopyItem, owners: unknown[]): string {
  void [_createdDate, _updatedDate]
  owners.push(_owner)
  // As text: two sites are equal if they would send the same, and -0 travels as 0.
  return JSON.stringify(Object.fromEntries(Object.entries(item).toSorted(([a], [b]) => (a < b ? -1 : 1))))
}

function schemaOf({id, displayName, permissions, fields}: CollectionDefinition) {
  const plain = fields.map((field) => ({
    key: field.key,
    displayName: field.displayName,
    type: field.type,
    into: referencedCollection(field),
  }))
  // Fields that close a circle are created after the others.
  return {id, displayName, permissions, fields: plain.toSorted((a, b) => (a.key < b.key ? -1 : 1))}
}
