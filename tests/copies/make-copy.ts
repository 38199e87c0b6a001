import {createHash} from 'node:crypto'
import {copyCollections, type CopyJob, type JournalEntry} from 'public/copies/copy-collections'
import {COMMENT_BYTES, COMMENT_PREFIX} from 'public/copies/copy-format'
import {CopyWriter} from 'public/copies/copy-writer'
import {makeManifest} from 'public/copies/make-manifest'
import type {RandomAccess} from 'public/copies/open-copy'
import {memoryReader, type MemoryCollection} from './memory-site'

export const MOMENT = '2026-05-12T03:04:05.678Z'

/** A copy as it is written, as bytes. */
export async function makeCopy(
  collections: MemoryCollection[],
  {journal = [], ...job}: Partial<CopyJob> = {},
): Promise<{bytes: Buffer; journal: JournalEntry[]}> {
  const chunks: Uint8Array[] = []
  const writer =
    job.writer ?? new CopyWriter({write: async (bytes) => void chunks.push(bytes.slice()), moment: MOMENT})
  const entries = [...journal]
  const copied = await copyCollections({
    collections: collections.map(({definition}) => ({
      id: definition.id,
      open: async () => ({definition, readFrom: definition.id}),
    })),
    reader: memoryReader(collections),
    writer,
    journal,
    record: async (entry) => void entries.push(entry),
    changing: true,
    ...job,
  })
  const known = {
    writer: 'test',
    site: {id: 'local', name: null},
    source: {kind: 'site'},
    chosen: false,
  } as const
  await writer.finish(makeManifest({...known, moment: MOMENT, finished: MOMENT, leftOut: []}, copied))
  return {bytes: Buffer.concat(chunks), journal: entries}
}

export function asFile(bytes: Uint8Array): RandomAccess {
  return {
    size: bytes.length,
    read: async (offset, length) => bytes.slice(offset, offset + length),
  }
}

/** An archive that was tampered with by somebody who knows the format: its comment is right again. */
export function sealed(archive: Uint8Array): Buffer {
  const before = archive.subarray(0, archive.length - COMMENT_BYTES)
  return Buffer.concat([
    before,
    Buffer.from(COMMENT_PREFIX + createHash('sha256').update(before).digest('hex')),
  ])
}
