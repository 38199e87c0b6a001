import {verifyCopy} from 'public/copies/verify-copy'
import type {CommandContext, ExitCode} from '../command'
import {withFile} from '../files/read-file'
import {nodeHash} from '../node-hash'
import {count} from '../texts'

/** Offline: every checksum and every count. */
export async function verify({file}: {file: string}, {output, signal}: CommandContext): Promise<ExitCode> {
  const {manifest, sha256} = await withFile(file, (access) =>
    verifyCopy(access, {
      createHash: nodeHash,
      signal,
      onProgress: (items, of) =>
        output.progress(`${count(items, 'item')} of ${of.toLocaleString('en')}`, items / of),
    }),
  )
  const {site, source, moment, counts, writer} = manifest
  output.result(
    {ok: true, file, sha256, writer, site, source, moment, counts},
    `${file}: whole. ${count(counts.items, 'item')} and ${count(counts.references, 'reference')} of ${count(counts.collections, 'collection')}, as of ${moment}.`,
  )
  return 0
}
