import {createHash} from 'node:crypto'
import {open, type FileHandle} from 'node:fs/promises'
import {inflateRawSync} from 'node:zlib'
import type {WrittenPart} from 'public/copies/copy-writer'
import {CommandProblem} from '../problem'
import {withFileProblems} from './file-problem'

/** The archive while it is written, beside the file that it will become. */
export interface PartialArchive {
  /** Takes the archive's bytes from its beginning; those that an earlier run has written are not written again. */
  write(bytes: Uint8Array): Promise<void>
  /** A part as it was packed, if it still is what the journal says. */
  readPacked(part: WrittenPart): Promise<Uint8Array>
  sync(): Promise<void>
  close(): Promise<void>
}

/** `keep`: how much of what is there counts; what comes after it was never journaled. */
export async function openPartialArchive(path: string, keep: number): Promise<PartialArchive> {
  return withFileProblems(path, async () => {
    const handle = await open(path, keep > 0 ? 'r+' : 'w+')
    const {size} = await handle.stat()
    if (size < keep) throw unlikeJournal(path)
    await handle.truncate(keep)
    return partialArchive(path, handle, keep)
  })
}

function partialArchive(path: string, handle: FileHandle, keep: number): PartialArchive {
  let at = 0
  return {
    async write(bytes) {
      const known = Math.min(Math.max(keep - at, 0), bytes.length)
      at += bytes.length
      if (known === bytes.length) return
      await withFileProblems(path, () => writeAll(handle, bytes.subarray(known), at - bytes.length + known))
    },
    async readPacked(part) {
      const packed = new Uint8Array(part.packedBytes)
      const {bytesRead} = await handle.read(packed, 0, packed.length, part.offset)
      if (bytesRead !== packed.length || !isPart(part, packed)) throw unlikeJournal(path)
      return packed
    },
    sync: () => withFileProblems(path, () => handle.sync()),
    close: () => handle.close(),
  }
}

/** A write may take less than all of it, before a disk is full. */
async function writeAll(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const {bytesWritten} = await handle.write(bytes, done, bytes.length - done, position + done)
    done += bytesWritten
  }
}

const STORED = 0

function isPart({method, bytes, sha256}: WrittenPart, packed: Uint8Array): boolean {
  try {
    const content = method === STORED ? packed : inflateRawSync(packed, {maxOutputLength: bytes + 1})
    return createHash('sha256').update(content).digest('hex') === sha256
  } catch {
    return false
  }
}

function unlikeJournal(path: string): CommandProblem {
  return new CommandProblem(
    `${path} is not what its journal says, and cannot be gone on with. Add --discard to remove what was begun, then copy anew.`,
  )
}
