import {createHash} from 'node:crypto'
import fc from 'fast-check'
import {Uint8ArrayReader, Uint8ArrayWriter, ZipReader, ZipWriter, type FileEntry} from '@zip.js/zip.js'
import type {JournalEntry} from 'public/copies/copy-collections'
import {
  COMMENT_BYTES,
  COMMENT_PREFIX,
  MOST_PART_BYTES,
  type CopyItem,
  type Manifest,
} from 'public/copies/copy-format'
import {CopyProblem} from 'public/copies/copy-problem'
import {CopyWriter} from 'public/copies/copy-writer'
import {openCopy} from 'public/copies/open-copy'
import {createSha256} from 'public/copies/sha256'
import {verifyCopy} from 'public/copies/verify-copy'
import {asFile, makeCopy, MOMENT, sealed} from './make-copy'
import {aDefinition, type MemoryCollection} from './memory-site'

const DATE = {$date: MOMENT}

const products: MemoryCollection = {
  definition: aDefinition('Products', [
    ['title', 'TEXT'],
    ['category', 'REFERENCE', 'Categories'],
    ['tags', 'MULTI_REFERENCE', 'Tags'],
  ]),
  items: [
    {_id: 'b', _updatedDate: DATE, title: 'Crème brûlée \u2028 "quoted"\n', category: 'c1', price: 1.5},
    {_id: 'a', _updatedDate: DATE, title: 'Olive oil', made: DATE, nested: {deep: [1, null, {x: true}]}},
    {_id: 'c', _updatedDate: DATE, title: '\ud800 a lone half', __proto__: null},
  ],
  links: {tags: {a: ['t2', 't1'], c: ['gone']}},
}

async function readBack(bytes: Uint8Array): Promise<{manifest: Manifest; items: Record<string, CopyItem[]>}> {
  const copy = await openCopy(asFile(bytes))
  const items: Record<string, CopyItem[]> = {}
  for (const collection of copy.manifest.collections) {
    items[collection.id] = []
    for await (const batch of copy.readItems(collection)) items[collection.id]!.push(...batch)
  }
  return {manifest: copy.manifest, items}
}

describe('a copy', () => {
  test('holds the items as Wix sends them, by ID, and multi-references as lists of IDs', async () => {
    const {items, manifest} = await readBack((await makeCopy([products])).bytes)
    expect(items.Products).toEqual([
      {...products.items[1], tags: ['t2', 't1']},
      products.items[0],
      {...products.items[2], tags: ['gone']},
    ])
    expect(manifest.counts).toMatchObject({collections: 1, items: 3, references: 3})
  })

  test('holds the definition as Wix sends it', async () => {
    const copy = await openCopy(asFile((await makeCopy([products])).bytes))
    expect(await copy.readDefinition(copy.manifest.collections[0]!)).toEqual(products.definition)
  })

  test('has as its comment the SHA-256 of everything before it', async () => {
    const {bytes} = await makeCopy([products])
    const hash = createHash('sha256').update(bytes.subarray(0, -COMMENT_BYTES)).digest('hex')
    expect(bytes.subarray(-COMMENT_BYTES).toString()).toBe(COMMENT_PREFIX + hash)
  })

  test('of nothing is a copy', async () => {
    const {manifest} = await readBack((await makeCopy([{definition: aDefinition('Empty'), items: []}])).bytes)
    expect(manifest.collections).toMatchObject([{id: 'Empty', items: 0, parts: []}])
    expect((await readBack((await makeCopy([])).bytes)).manifest.counts.items).toBe(0)
  })

  test('of 1,000 collections, with names that no folder may have', async () => {
    const ids = Array.from({length: 1000}, (_, n) => `${n % 2 ? '../' : 'a/B c'}${n}@é`)
    const collections = ids.map((id) => ({definition: aDefinition(id), items: [{_id: 'one', title: id}]}))
    const {manifest, items} = await readBack((await makeCopy(collections)).bytes)
    expect(manifest.counts).toMatchObject({collections: 1000, items: 1000})
    expect(items[ids[999]!]).toEqual([{_id: 'one', title: ids[999]}])
  })

  test('of items of 500 KB, in parts', async () => {
    const items = Array.from({length: 60}, (_, n) => ({_id: `i${n}`, text: String(n % 10).repeat(500_000)}))
    const copied = await readBack((await makeCopy([{definition: aDefinition('Large'), items}])).bytes)
    expect(copied.items.Large).toEqual(items.toSorted((a, b) => (a._id < b._id ? -1 : 1)))
    expect(copied.manifest.collections[0]!.parts.length).toBeGreaterThan(5)
  })

  test('reads pages so large that one has about 4 MB, and each item once', async () => {
    const items = Array.from({length: 2500}, (_, n) => ({
      _id: String(n).padStart(6, '0'),
      text: 'x'.repeat(10_000),
    }))
    const {items: read} = await readBack((await makeCopy([{definition: aDefinition('Many'), items}])).bytes)
    expect(read.Many!.map(({_id}) => _id)).toEqual(items.map(({_id}) => _id))
  })
})

describe('what happened while it was read', () => {
  const many = (count: number): CopyItem[] =>
    Array.from({length: count}, (_, n) => ({
      _id: String(n).padStart(6, '0'),
      _updatedDate: DATE,
      text: 'x'.repeat(5000),
    }))

  test('one page is one moment', async () => {
    const collection = {definition: aDefinition('Few'), items: many(49)}
    const {manifest} = await readBack((await makeCopy([collection])).bytes)
    expect(manifest.collections[0]!.changedMeanwhile).toEqual({changed: 0, difference: 0})
  })

  test('items that were changed, added and removed between two pages are counted', async () => {
    const collection = {definition: aDefinition('Many'), items: many(3000)}
    let changed = false
    const {bytes} = await makeCopy([collection], {
      onProgress: () => {
        if (changed) return
        changed = true
        const later = {$date: '2026-05-12T03:05:00.000Z'}
        collection.items = collection.items.slice(2)
        collection.items[0]!._updatedDate = later
        collection.items.push({_id: '000000-added', _updatedDate: later})
      },
    })
    const {manifest} = await readBack(bytes)
    expect(manifest.collections[0]!.changedMeanwhile).toEqual({changed: 2, difference: -1})
  })
})

describe('a copy that was interrupted', () => {
  const collections: MemoryCollection[] = [
    products,
    {
      definition: aDefinition('Many'),
      items: Array.from({length: 2600}, (_, n) => ({
        _id: `${String(n).padStart(6, '0')}`,
        _updatedDate: DATE,
        text: createHash('sha256').update(String(n)).digest('hex').repeat(40),
      })),
    },
    {definition: aDefinition('Empty'), items: []},
  ]

  test('after any entry of its journal is gone on with, to the same bytes', async () => {
    const whole = await makeCopy(collections)
    expect(whole.journal.length).toBeGreaterThan(9)
    for (let known = 0; known <= whole.journal.length; known++) {
      const journal = whole.journal.slice(0, known)
      const chunks: Uint8Array[] = []
      const writer = new CopyWriter({write: async (bytes) => void chunks.push(bytes.slice()), moment: MOMENT})
      for (const part of partsOf(journal)) {
        await writer.addPacked(part, whole.bytes.subarray(part.offset, part.offset + part.packedBytes))
      }
      const {journal: after} = await makeCopy(collections, {journal, writer})
      expect(Buffer.concat(chunks).equals(whole.bytes)).toBe(true)
      expect(after).toEqual(whole.journal)
    }
  })

  function partsOf(journal: JournalEntry[]) {
    return journal.flatMap((entry) =>
      entry.kind === 'definition' || entry.kind === 'items' ? [entry.part] : [],
    )
  }
})

describe('reading refuses', () => {
  let bytes: Buffer
  beforeAll(async () => {
    bytes = (await makeCopy([{definition: aDefinition('Tiny'), items: [{_id: 'a', title: 'Olive oil'}]}]))
      .bytes
  })

  const problem = async (archive: Uint8Array): Promise<CopyProblem> => {
    const error: unknown = await verifyCopy(asFile(archive)).then(
      () => null,
      (thrown: unknown) => thrown,
    )
    if (!(error instanceof CopyProblem)) throw new Error(`Expected a CopyProblem, got ${String(error)}`)
    return error
  }

  test('a copy that is cut off, at every byte', async () => {
    for (let length = 0; length < bytes.length; length++) {
      expect([length, (await problem(bytes.subarray(0, length))).code]).toEqual([length, 'DAMAGED'])
    }
  })

  test('2,000 random flips of a bit, wherever they are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(7), async (at, bit) => {
        const flipped = Buffer.from(bytes)
        flipped[at]! ^= 1 << bit
        expect((await problem(flipped)).code).toBe('DAMAGED')
      }),
      {numRuns: 2000},
    )
  })

  test('flips and cuts whose SHA-256 somebody made right again: refused, or read as written', async () => {
    const whole = JSON.stringify(await readBack(bytes))
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - COMMENT_BYTES - 1), fc.nat(7), async (at, bit) => {
        const flipped = Buffer.from(bytes)
        flipped[at]! ^= 1 << bit
        try {
          expect(JSON.stringify(await readBack(sealed(flipped)))).toBe(whole)
        } catch (error) {
          if (!(error instanceof CopyProblem)) throw error
        }
      }),
      {numRuns: 1000},
    )
  })

  test('bytes before it, behind it, and a second copy behind it', async () => {
    for (const archive of [
      Buffer.concat([bytes, Buffer.from([0])]),
      Buffer.concat([Buffer.from('#!'), bytes]),
      sealed(Buffer.concat([Buffer.from('#!'), bytes])),
      sealed(Buffer.concat([bytes, bytes])),
    ]) {
      expect((await problem(archive)).code).toBe('DAMAGED')
    }
  })

  test('a newer version, by the program that can read it', async () => {
    const newer = await changed(bytes, (manifest) => ({...manifest, version: 2, writer: 'somebody 9.9'}))
    expect(await problem(newer)).toMatchObject({
      code: 'NEWER',
      message: expect.stringContaining('somebody 9.9'),
    })
  })

  test.each([
    ['../evil.txt', 'out of place'],
    ['/etc/passwd', 'out of place'],
    ['C:\\evil.txt', 'out of place'],
    ['collections/0001-Tiny/../../evil.jsonl', 'out of place'],
    ['collections/0001-Tiny/items-0002.jsonl', 'does not name'],
    ['notes.txt', 'out of place'],
    ['collections/0001-Tiny/', 'out of place'],
  ])('an entry with the path %s', async (name, reason) => {
    const archive = await zipped([...(await entriesOf(bytes)), [name, Buffer.from('x')]])
    const {code, message} = await problem(archive)
    expect([code, message]).toEqual(['DAMAGED', expect.stringMatching(`${reason}|unsafe|filename`)])
  })

  test('two entries of one name', async () => {
    const [definition, items, manifest] = await entriesOf(bytes)
    const other = 'collections/0001-Tiny/items-0002.jsonl'
    const archive = await zipped([definition!, items!, [other, items![1]], manifest!])
    // The same length: renamed where it stands, in its header and in the directory.
    const text = archive.toString('latin1').replaceAll('items-0002', 'items-0001')
    expect(await problem(sealed(Buffer.from(text, 'latin1')))).toMatchObject({
      code: 'DAMAGED',
      message: expect.stringMatching(/twice|[Dd]uplicate|ambiguous/),
    })
  })

  test('a manifest that names a part twice, or one with a path out of place', async () => {
    for (const path of ['../x', 'manifest.json', 'collections/0001-Tiny/definition.json']) {
      const archive = await changed(bytes, (manifest) => {
        manifest.collections[0]!.parts[0]!.path = path
        return manifest
      })
      expect((await problem(archive)).code).toBe('DAMAGED')
    }
  })

  test('a part that unpacks to far more than it should: nothing is unpacked', async () => {
    const bomb = Buffer.alloc(100 * 1024 * 1024)
    const [definition, , manifest] = await entriesOf(bytes)
    const archive = await zipped([definition!, ['collections/0001-Tiny/items-0001.jsonl', bomb], manifest!])
    expect(archive.length).toBeLessThan(300_000)
    expect((await problem(archive)).code).toBe('DAMAGED')
    const consistent = await changed(archive, (given) => {
      const part = given.collections[0]!.parts[0]!
      given.counts.bytes += bomb.length - part.bytes
      Object.assign(part, {bytes: bomb.length, sha256: createHash('sha256').update(bomb).digest('hex')})
      return given
    })
    expect(await problem(consistent)).toMatchObject({
      code: 'DAMAGED',
      message: expect.stringContaining(
        `too large when unpacked: ${bomb.length} bytes, at most ${MOST_PART_BYTES}`,
      ),
    })
  })

  test('a part that says it is small and is not', async () => {
    const large = Buffer.alloc(20 * 1024 * 1024, 'x')
    const [definition, items, manifest] = await entriesOf(bytes)
    const archive = await zipped([definition!, ['collections/0001-Tiny/items-0001.jsonl', large], manifest!])
    // Every place where the size is written says the size that the manifest says.
    const lie = replaced(archive, uint32(large.length), uint32(items![1].length))
    expect((await problem(sealed(lie))).code).toBe('DAMAGED')
  })

  test('a manifest that is too large when unpacked', async () => {
    const [definition, items, manifest] = await entriesOf(bytes)
    const padded = Buffer.concat([manifest![1], Buffer.alloc(80 * 1024 * 1024, ' ')])
    const archive = await zipped([definition!, items!, ['manifest.json', padded]])
    expect((await problem(archive)).message).toContain('manifest.json is too large when unpacked')
  })

  test.each([
    ['a line that is no JSON', '{"_id":"a"\n'],
    ['an item without an ID', '{"title":"x"}\n'],
    ['a list', '[]\n'],
    ['no line break at the end', '{"_id":"a"}'],
    ['one line more than the manifest says', '{"_id":"a"}\n{"_id":"b"}\n'],
    ['no UTF-8', Buffer.from([0x22, 0xff, 0x22, 0x0a])],
  ])('%s', async (_name, content) => {
    const part = Buffer.from(content)
    const [definition, , manifest] = await entriesOf(bytes)
    const archive = await zipped([definition!, ['collections/0001-Tiny/items-0001.jsonl', part], manifest!])
    const consistent = await changed(archive, (given) => {
      const known = given.collections[0]!.parts[0]!
      given.counts.bytes += part.length - known.bytes
      Object.assign(known, {bytes: part.length, sha256: createHash('sha256').update(part).digest('hex')})
      return given
    })
    expect((await problem(consistent)).code).toBe('DAMAGED')
  })

  test.each([
    [
      'counts that do not add up',
      (manifest: Manifest) => ({...manifest, counts: {...manifest.counts, items: 2}}),
    ],
    [
      'a collection twice',
      (manifest: Manifest) => ({
        ...manifest,
        collections: [...manifest.collections, ...manifest.collections],
      }),
    ],
    ['another format', (manifest: Manifest) => ({...manifest, format: 'something'})],
    ['no collections', ({collections: _, ...manifest}: Manifest) => manifest],
    ['a version that is no number', (manifest: Manifest) => ({...manifest, version: '1'})],
    ['a date that is none', (manifest: Manifest) => ({...manifest, moment: 'yesterday'})],
    ['null', () => null],
  ])('a manifest with %s', async (_name, change) => {
    expect((await problem(await changed(bytes, change as (manifest: Manifest) => unknown))).code).toBe(
      'DAMAGED',
    )
  })

  test('a file that cannot be read is not called damaged', async () => {
    const broken = {...asFile(bytes), read: () => Promise.reject(new Error('the disk is gone'))}
    await expect(verifyCopy(broken)).rejects.toThrow('the disk is gone')
  })
})

test('the SHA-256 is that of the platform, for any pieces', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({maxLength: 300})), (pieces) => {
      const hash = createSha256()
      for (const piece of pieces) hash.update(piece)
      expect(hash.digest()).toBe(createHash('sha256').update(Buffer.concat(pieces)).digest('hex'))
    }),
  )
})

async function entriesOf(archive: Uint8Array): Promise<[string, Buffer][]> {
  const entries = await new ZipReader(new Uint8ArrayReader(archive)).getEntries()
  return Promise.all(
    entries.map(async (entry) => [
      entry.filename,
      Buffer.from(await (entry as FileEntry).getData(new Uint8ArrayWriter())),
    ]),
  )
}

/** An archive of any entries, with a right comment. */
async function zipped(entries: [string, Uint8Array][]): Promise<Buffer> {
  const zip = new ZipWriter(new Uint8ArrayWriter(), {
    useWebWorkers: false,
    dataDescriptor: false,
    extendedTimestamp: false,
  })
  for (const [name, content] of entries) {
    await zip.add(name, name.endsWith('/') ? undefined : new Uint8ArrayReader(content), {
      directory: name.endsWith('/'),
    })
  }
  return sealed(await zip.close(new Uint8Array(COMMENT_BYTES)))
}

async function changed(archive: Uint8Array, change: (manifest: Manifest) => unknown): Promise<Buffer> {
  const entries = await entriesOf(archive)
  return zipped(
    entries.map(([name, content]) =>
      name === 'manifest.json'
        ? [name, Buffer.from(JSON.stringify(change(JSON.parse(content.toString()) as Manifest)))]
        : [name, content],
    ),
  )
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

function replaced(bytes: Buffer, from: Buffer, to: Buffer): Buffer {
  const result = Buffer.from(bytes)
  for (let at = result.indexOf(from); at !== -1; at = result.indexOf(from, at + 4)) to.copy(result, at)
  return result
}
