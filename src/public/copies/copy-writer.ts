import {Uint8ArrayReader, ZipWriter, type EntryMetaData} from '@zip.js/zip.js'
import {COMMENT_BYTES, COMMENT_PREFIX, MANIFEST_PATH, type Manifest, type Part} from './copy-format'
import {createSha256, type Sha256} from './sha256'

/** A part that is in the archive, and where: what it takes to write it there once more. */
export interface WrittenPart extends Part {
  /** Of its packed bytes in the archive. */
  offset: number
  packedBytes: number
  crc32: number
  method: number
}

export interface CopyWriterOptions {
  /** Takes the archive's bytes in order; the next ones come when it has answered. */
  write: (bytes: Uint8Array) => Promise<void>
  /** The date of every entry. */
  moment: string
  createHash?: () => Sha256
}

/**
 * Writes a copy's archive, part by part, never more than one part in memory. The same parts make the same bytes:
 * a copy that was interrupted is written again up to where it was, from the packed parts that are there, and goes on.
 */
export class CopyWriter {
  private readonly hash: Sha256
  private readonly zip: ZipWriter<unknown>
  private written = 0
  private ending: Uint8Array | null = null

  constructor(private readonly options: CopyWriterOptions) {
    this.hash = (options.createHash ?? createSha256)()
    const sink = new WritableStream<Uint8Array>({write: (bytes) => this.take(bytes)})
    this.zip = new ZipWriter(sink, {
      useWebWorkers: false,
      keepOrder: true,
      // Sizes stand before the content: an archive that can be read from its beginning, and the same one each time.
      dataDescriptor: false,
      extendedTimestamp: false,
      lastModDate: dayOf(options.moment),
    })
  }

  get bytes(): number {
    return this.written
  }

  async add(path: string, content: Uint8Array): Promise<WrittenPart> {
    const hash = (this.options.createHash ?? createSha256)()
    hash.update(content)
    const entry = await this.zip.add(path, new Uint8ArrayReader(content), {level: 6})
    return {path, bytes: content.length, sha256: hash.digest(), ...this.place(entry)}
  }

  /** A part as an earlier run has packed it. */
  async addPacked(part: WrittenPart, packed: Uint8Array): Promise<void> {
    const entry = await this.zip.add(part.path, new Uint8ArrayReader(packed), {
      passThrough: true,
      uncompressedSize: part.bytes,
      crc32: part.crc32,
      compressionMethod: part.method,
    })
    if (this.place(entry).offset !== part.offset) throw new Error(`${part.path} came to lie elsewhere`)
  }

  /** Writes the manifest, the directory, and as the archive's comment the SHA-256 of all before it. */
  async finish(manifest: Manifest): Promise<void> {
    await this.add(MANIFEST_PATH, new TextEncoder().encode(`${JSON.stringify(manifest, null, 1)}\n`))
    this.ending = new Uint8Array()
    await this.zip.close(new Uint8Array(COMMENT_BYTES))
    const end = this.ending
    const before = end.subarray(0, end.length - COMMENT_BYTES)
    this.hash.update(before)
    await this.options.write(before)
    await this.options.write(new TextEncoder().encode(COMMENT_PREFIX + this.hash.digest()))
    this.written += end.length
  }

  private place({compressedSize, crc32, compressionMethod}: EntryMetaData) {
    return {
      offset: this.written - compressedSize,
      packedBytes: compressedSize,
      crc32: crc32 ?? 0,
      method: compressionMethod,
    }
  }

  /** The directory is kept until it is complete: its last bytes are the comment, which is not known before. */
  private async take(bytes: Uint8Array): Promise<void> {
    if (this.ending) {
      this.ending = joined(this.ending, bytes)
      return
    }
    this.written += bytes.length
    this.hash.update(bytes)
    await this.options.write(bytes)
  }
}

/** A ZIP's dates are local ones: noon of the day in UTC is written alike wherever this runs. */
function dayOf(moment: string): Date {
  const date = new Date(moment)
  return new Date(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate(), 12)
}

function joined(left: Uint8Array, right: Uint8Array): Uint8Array {
  const all = new Uint8Array(left.length + right.length)
  all.set(left)
  all.set(right, left.length)
  return all
}
