import {Reader, ZipReader, type Entry, type FileEntry} from '@zip.js/zip.js'
import {
  COMMENT_BYTES,
  COMMENT_PREFIX,
  isPartPath,
  MANIFEST_PATH,
  MOST_ENTRIES,
  MOST_MANIFEST_BYTES,
  multiReferenceFields,
  type CollectionDefinition,
  type CopiedCollection,
  type CopyItem,
  type ItemPart,
  type Manifest,
  type Part,
} from './copy-format'
import {CopyProblem, damaged} from './copy-problem'
import {partsOf, readManifest} from './read-manifest'
import {createSha256, type Sha256} from './sha256'

/** A file, a blob, or what else has bytes in places. */
export interface RandomAccess {
  size: number
  read(offset: number, length: number): Promise<Uint8Array>
}

export interface OpenOptions {
  createHash?: () => Sha256
  signal?: AbortSignal
}

export interface Copy {
  manifest: Manifest
  /** Of the archive up to its comment: names the copy. */
  sha256: string
  readDefinition(collection: CopiedCollection): Promise<CollectionDefinition>
  /** Item by item, in the order of the copy; of each part only after its SHA-256 was found right. */
  readItems(collection: CopiedCollection): AsyncGenerator<CopyItem[]>
}

/**
 * Opens a copy, or throws a `CopyProblem` that says why it is none. What is damaged is found before anything of it is
 * used: the whole archive is hashed first, then its directory and its manifest must name exactly the same parts.
 */
export async function openCopy(file: RandomAccess, options: OpenOptions = {}): Promise<Copy> {
  const createHash = options.createHash ?? createSha256
  const sha256 = await checkArchive(file, createHash(), options.signal)
  const access = new RandomAccessReader(file)
  const entries = await access.unzip(() => readDirectory(access, file.size))
  const manifestEntry = entries.get(MANIFEST_PATH)
  if (!manifestEntry) throw damaged('The archive has no manifest.')
  const manifest = readManifest(
    decode(await access.unzip(() => unpack(manifestEntry, MOST_MANIFEST_BYTES)), MANIFEST_PATH),
  )
  checkParts(entries, manifest)

  async function readPart(part: Part): Promise<string> {
    options.signal?.throwIfAborted()
    const bytes = await access.unzip(() => unpack(entries.get(part.path)!, part.bytes))
    const hash = createHash()
    hash.update(bytes)
    if (bytes.length !== part.bytes || hash.digest() !== part.sha256) {
      throw damaged(`${part.path} is not what the manifest says: its SHA-256 differs.`)
    }
    return decode(bytes, part.path)
  }

  async function readDefinition(collection: CopiedCollection): Promise<CollectionDefinition> {
    const definition = parseObject(await readPart(collection.definition), collection.definition.path)
    const {id, fields} = definition
    if (id !== collection.id || !Array.isArray(fields) || !fields.every(isField)) {
      throw damaged(`${collection.definition.path} is not the definition of ${collection.id}.`)
    }
    return definition as CollectionDefinition
  }

  return {
    manifest,
    sha256,
    readDefinition,
    async *readItems(collection) {
      const references = multiReferenceFields(await readDefinition(collection))
      for (const part of collection.parts) yield* itemsOf(part, await readPart(part), references)
    },
  }
}

/** The archive ends with its comment and nothing else, and the comment has the SHA-256 of all before it. */
async function checkArchive(file: RandomAccess, hash: Sha256, signal?: AbortSignal): Promise<string> {
  const tailBytes = END_RECORD_BYTES + COMMENT_BYTES
  if (file.size < tailBytes)
    throw damaged('The file is too short to be a copy: it is cut off, or something else.')
  const tail = await file.read(file.size - tailBytes, tailBytes)
  const view = new DataView(tail.buffer, tail.byteOffset, tail.length)
  if (
    view.getUint32(0, true) !== END_RECORD ||
    view.getUint16(END_RECORD_BYTES - 2, true) !== COMMENT_BYTES
  ) {
    throw damaged('The file does not end as a copy does: it is cut off, damaged, or something else.')
  }
  const end = file.size - COMMENT_BYTES
  for (let at = 0; at < end; at += CHUNK_BYTES) {
    signal?.throwIfAborted()
    hash.update(await file.read(at, Math.min(CHUNK_BYTES, end - at)))
  }
  const sha256 = hash.digest()
  if (new TextDecoder('latin1').decode(tail.subarray(END_RECORD_BYTES)) !== COMMENT_PREFIX + sha256) {
    throw damaged('The file is not what was written: its SHA-256 differs from the one in its comment.')
  }
  return sha256
}

/** "End of central directory record" of the ZIP format, without the comment. */
const END_RECORD = 0x06054b50
const END_RECORD_BYTES = 22

const CHUNK_BYTES = 1024 * 1024

/** Tells a file that can't be read from an archive that is wrong. */
class RandomAccessReader extends Reader<RandomAccess> {
  private failure: unknown

  constructor(private readonly file: RandomAccess) {
    super(file)
    this.size = file.size
  }

  override async readUint8Array(offset: number, length: number): Promise<Uint8Array> {
    try {
      return await this.file.read(offset, length)
    } catch (error) {
      this.failure = error
      throw error
    }
  }

  async unzip<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      if (this.failure) throw this.failure
      if (error instanceof CopyProblem) throw error
      throw damaged(`The archive is damaged: ${error instanceof Error ? error.message : String(error)}.`)
    }
  }
}

async function readDirectory(access: RandomAccessReader, size: number): Promise<Map<string, FileEntry>> {
  const zip = new ZipReader(access, {useWebWorkers: false, strictness: 'strict', checkCrc32: true})
  const entries = new Map<string, FileEntry>()
  let packed = 0
  for await (const entry of zip.getEntriesGenerator()) {
    const {filename} = entry
    if (!isFile(entry) || !isPartPath(filename)) {
      throw damaged(
        `The archive has an entry with a path out of place: ${JSON.stringify(filename.slice(0, 80))}.`,
      )
    }
    if (entries.has(filename)) throw damaged(`The archive has ${filename} twice.`)
    if (entry.encrypted) throw damaged(`${filename} is encrypted.`)
    packed += entry.compressedSize
    // Entries that share their bytes: how a small file unpacks to any size.
    if (packed > size) throw damaged('The entries of the archive overlap.')
    if (entries.size >= MOST_ENTRIES) throw damaged(`The archive has more than ${MOST_ENTRIES} entries.`)
    entries.set(filename, entry)
  }
  return entries
}

function isFile(entry: Entry): entry is FileEntry {
  return !entry.directory
}

/** Stops as soon as more comes out than was said to be in it. */
async function unpack(entry: FileEntry, most: number): Promise<Uint8Array> {
  const tooLarge = () => damaged(`${entry.filename} is too large when unpacked: more than ${most} bytes.`)
  if (entry.uncompressedSize > most) throw tooLarge()
  const bytes = new Uint8Array(entry.uncompressedSize)
  let filled = 0
  const sink = new WritableStream<Uint8Array>({
    write(chunk) {
      if (filled + chunk.length > bytes.length) throw tooLarge()
      bytes.set(chunk, filled)
      filled += chunk.length
    },
  })
  await entry.getData(sink, {useWebWorkers: false})
  if (filled !== bytes.length) throw damaged(`${entry.filename} is shorter than the archive says.`)
  return bytes
}

function checkParts(entries: Map<string, FileEntry>, manifest: Manifest): void {
  const parts = partsOf(manifest)
  for (const {path, bytes} of parts) {
    const entry = entries.get(path)
    if (!entry) throw damaged(`${path} is missing in the archive.`)
    if (entry.uncompressedSize !== bytes) throw damaged(`${path} has another size than the manifest says.`)
  }
  if (entries.size !== parts.length + 1) {
    const known = new Set(parts.map(({path}) => path))
    const extra = [...entries.keys()].find((path) => path !== MANIFEST_PATH && !known.has(path))
    throw damaged(`The archive has ${extra}, which its manifest does not name.`)
  }
}

const ITEMS_AT_ONCE = 1000

/** Every line is read, and only complete parts count: what the manifest says of a part must be so. */
function* itemsOf(part: ItemPart, text: string, references: string[]): Generator<CopyItem[]> {
  let items = 0
  let links = 0
  let batch: CopyItem[] = []
  for (let from = 0; from < text.length;) {
    const end = text.indexOf('\n', from)
    if (end === -1) throw damaged(`${part.path} does not end with a line break.`)
    const item = parseObject(text.slice(from, end), `${part.path}, line ${items + 1},`)
    if (typeof item._id !== 'string')
      throw damaged(`${part.path}, line ${items + 1}, is an item without an ID.`)
    for (const field of references)
      links += countIds(item[field], `${part.path}, line ${items + 1}, "${field}",`)
    items += 1
    batch.push(item as CopyItem)
    if (batch.length === ITEMS_AT_ONCE) {
      yield batch
      batch = []
    }
    from = end + 1
  }
  if (items !== part.items || links !== part.references) {
    throw damaged(
      `${part.path} has ${items} items and ${links} references, the manifest says ${part.items} and ${part.references}.`,
    )
  }
  if (batch.length > 0) yield batch
}

function countIds(value: unknown, at: string): number {
  if (value === undefined) return 0
  if (!Array.isArray(value) || !value.every((id) => typeof id === 'string')) {
    throw damaged(`${at} is not a list of IDs.`)
  }
  return value.length
}

function isField(field: unknown): boolean {
  const {key, type} = Object(field) as Record<string, unknown>
  return typeof key === 'string' && typeof type === 'string'
}

function parseObject(text: string, at: string): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw damaged(`${at} is not JSON.`)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw damaged(`${at} is not an object.`)
  return value as Record<string, unknown>
}

function decode(bytes: Uint8Array, at: string): string {
  try {
    return new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes)
  } catch {
    throw damaged(`${at} is not UTF-8.`)
  }
}
