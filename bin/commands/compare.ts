import {compareCopy, type CollectionComparison} from 'public/copies/compare-copy'
import {openCopy} from 'public/copies/open-copy'
import {explainSchemaChange} from 'public/copies/schema-changes'
import type {CommandContext, ExitCode} from '../command'
import {withFile} from '../files/read-file'
import {nodeHash} from '../node-hash'
import {listCollections} from '../site/collections'
import {connect} from '../site/connect'
import {siteItems} from '../site/items'
import {count, seconds} from '../texts'
import {chosenCollections} from './chosen-collections'

export interface CompareCommandOptions {
  file: string
  local: string | undefined
  collections: string[] | undefined
  /** Both values of each field that differs. */
  values: boolean
}

/** What is missing on the site, changed or added since the copy. Changes nothing. */
export async function compare(
  {file, local, collections, values}: CompareCommandOptions,
  {output, env, signal}: CommandContext,
): Promise<ExitCode> {
  return withFile(file, async (access) => {
    const copy = await openCopy(access, {createHash: nodeHash, signal})
    const chosen = chosenCollections(copy.manifest, collections)
    const onWait = (ms: number) => output.line(`Wix asks to wait: going on in ${seconds(ms)}.`)
    const site = await connect({local, env, signal, onWait})
    const compared: CollectionComparison[] = []
    for await (const comparison of compareCopy({
      copy,
      collections: chosen,
      site: siteItems(site.calls),
      live: await listCollections(site.calls),
      withValues: values,
      onProgress: (items, of) =>
        output.progress(`${count(items, 'item')} of ${of.toLocaleString('en')}`, items / of),
    })) {
      compared.push(comparison)
    }
    const same = compared.every(isSame)
    const {source, moment} = copy.manifest
    output.result(
      {same, file, site: {id: site.id, name: site.name}, source, moment, collections: compared},
      compared.flatMap(linesOf).join('\n'),
    )
    return same ? 0 : 1
  })
}

/** What could not be counted is not known to be the same. */
function isSame({exists, schema, deleted, changed, added}: CollectionComparison): boolean {
  return exists && schema.length === 0 && deleted.length === 0 && changed.length === 0 && added === 0
}

const MOST_LINES = 20

function linesOf({
  collectionId,
  exists,
  schema,
  deleted,
  changed,
  added,
  unchanged,
}: CollectionComparison): string[] {
  if (!exists)
    return [`${collectionId}: not on the site any more; the copy has ${count(deleted.length, 'item')}`]
  const addedText = added === null ? 'an unknown number' : added.toLocaleString('en')
  return [
    `${collectionId}: ${deleted.length} deleted, ${changed.length} changed, ${addedText} added, ${unchanged} unchanged`,
    ...schema.map((change) => `  ${explainSchemaChange(change)}`),
    ...some(deleted.map(({itemId, title}) => `  deleted  ${named(itemId, title)}`)),
    ...some(
      changed.map(({itemId, title, fields, values}) =>
        [
          `  changed  ${named(itemId, title)}: ${fields.join(', ')}`,
          ...Object.entries(values ?? {}).map(
            ([key, {then, now}]) => `    ${key}: ${shown(then)} → ${shown(now)}`,
          ),
        ].join('\n'),
      ),
    ),
  ]
}

const LONGEST_VALUE = 60

function shown(value: unknown): string {
  const {$date} = Object(value) as {$date?: unknown}
  const text = typeof $date === 'string' ? $date : JSON.stringify(value)
  return text.length <= LONGEST_VALUE ? text : `${text.slice(0, LONGEST_VALUE - 1)}…`
}

function named(itemId: string, title: string): string {
  return title === itemId ? itemId : `${title} (${itemId})`
}

function some(lines: string[]): string[] {
  if (lines.length <= MOST_LINES) return lines
  return [...lines.slice(0, MOST_LINES), `  … and ${lines.length - MOST_LINES} more (--json lists all)`]
}
