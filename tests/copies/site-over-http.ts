import {copyCollections} from 'public/copies/copy-collections'
import {CopyWriter} from 'public/copies/copy-writer'
import {makeManifest} from 'public/copies/make-manifest'
import {openCopy} from 'public/copies/open-copy'
import {restoreCopy, type RestoreOptions, type RestoreReport} from 'public/copies/restore-copy'
import {listCollections} from '../../bin/site/collections'
import {siteItems} from '../../bin/site/items'
import {restoreTarget} from '../../bin/site/restore-target'
import {WixCalls} from '../../bin/site/wix-calls'
import {asFile, MOMENT} from './make-copy'

/** The command's own way to a site, without its process; whoever waits does not. */
export function callsTo(url: string): WixCalls {
  let now = 0
  return new WixCalls({
    origin: url,
    headers: {authorization: 'local-owner'},
    siteName: 'the local site',
    aMinute: Infinity,
    signal: new AbortController().signal,
    clock: {
      now: () => now,
      async wait(ms) {
        now += ms
      },
    },
  })
}

export async function copySite(calls: WixCalls): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  const writer = new CopyWriter({write: async (bytes) => void chunks.push(bytes.slice()), moment: MOMENT})
  const definitions = await listCollections(calls)
  const copied = await copyCollections({
    collections: definitions.map((definition) => ({
      id: definition.id,
      open: async () => ({definition, readFrom: definition.id}),
    })),
    reader: siteItems(calls),
    writer,
    journal: [],
    record: async () => undefined,
    changing: true,
  })
  const known = {
    writer: 'test',
    site: {id: 'local', name: null},
    source: {kind: 'site'},
    chosen: false,
  } as const
  await writer.finish(makeManifest({...known, moment: MOMENT, finished: MOMENT, leftOut: []}, copied))
  return Buffer.concat(chunks)
}

export async function restoreSite(
  calls: WixCalls,
  bytes: Buffer,
  {only, ...options}: Partial<RestoreOptions> & {only?: string[]} = {},
): Promise<RestoreReport> {
  const copy = await openCopy(asFile(bytes))
  return restoreCopy({
    copy,
    mode: 'keep-newer',
    collections: copy.manifest.collections.filter(({id}) => !only || only.includes(id)),
    live: await listCollections(calls),
    target: restoreTarget(calls),
    startedAt: new Date(8.64e15).toISOString(),
    ...options,
  })
}
