import type {CollectionDefinition, CopiedCollection} from 'public/copies/copy-format'
import {openCopy, type Copy} from 'public/copies/open-copy'
import {
  restoreCopy,
  type RestoredCollection,
  type RestoreMode,
  type RestoreReport,
} from 'public/copies/restore-copy'
import type {SchemaChange} from 'public/copies-contract'
import {explainSchemaChange, schemaChanges} from 'public/copies/schema-changes'
import type {CommandContext, ExitCode} from '../command'
import {withFile} from '../files/read-file'
import {
  forgetfulJournal,
  openRestoreJournal,
  readRestoreJournal,
  type OpenRestoreJournal,
  type RestoreHeader,
} from '../files/restore-journal'
import {nodeHash} from '../node-hash'
import {CommandProblem} from '../problem'
import {listCollections} from '../site/collections'
import {connect, type Site} from '../site/connect'
import {restoreTarget} from '../site/restore-target'
import {createSafetyBackup} from '../site/safety-backup'
import {count, seconds} from '../texts'
import {chosenCollections} from './chosen-collections'

export interface RestoreCommandOptions {
  file: string
  local: string | undefined
  collections: string[] | undefined
  /** Of one collection only these. */
  items: string[] | undefined
  mode: RestoreMode
  overwrite: boolean
  evict: string | undefined
  noSafetyBackup: boolean
  dryRun: boolean
}

/** A copy's collections, back onto a site. What is in the way is told before anything is written. */
export async function restore(options: RestoreCommandOptions, context: CommandContext): Promise<ExitCode> {
  checkOptions(options)
  const {output, signal} = context
  return withFile(options.file, async (access) => {
    const copy = await openCopy(access, {createHash: nodeHash, signal})
    const chosen = chosenCollections(copy.manifest, options.collections)
    if (options.mode === 'replace' && !options.overwrite && !options.dryRun) throw wouldOverwrite(chosen)
    const itemIds = await chosenItems(copy, chosen, options)
    const onWait = (ms: number) => output.line(`Wix asks to wait: going on in ${seconds(ms)}.`)
    const site = await connect({local: options.local, env: context.env, signal, onWait})
    const live = await listCollections(site.calls)
    checkTypes(chosen, live, options.mode)
    const schema = options.mode === 'beside' ? [] : await changesOf(copy, chosen, live)
    for (const change of schema) output.line(explainSchemaChange(change))
    const isOtherSite = copy.manifest.site.id !== site.id
    if (isOtherSite) {
      const {id, name} = copy.manifest.site
      output.line(
        `The copy is of another site, ${name ?? id}. Items keep their IDs; Wix makes the API key's owner their owner.`,
      )
    }
    const journal = options.dryRun ? null : await beginOrGoOn(copy, chosen, live, site, options, context)
    const safetyBackup = journal?.header.safetyBackup ?? null
    const report = await restoreCopy({
      copy,
      mode: options.mode,
      collections: chosen,
      ...(itemIds && {itemIds}),
      live,
      target: restoreTarget(site.calls),
      dryRun: options.dryRun,
      startedAt: journal?.header.startedAt ?? new Date(await site.now()).toISOString(),
      ...(journal && {journal}),
      ...(journal?.receipt && options.mode === 'keep-newer' && {receipt: journal.receipt}),
      onProgress: (id, items, of) =>
        output.progress(`${id}: ${count(items, 'item')} of ${of.toLocaleString('en')}`, items / of),
    }).catch(async (error: unknown) => {
      await journal?.close()
      if (journal) output.line('What was written so far stays. Run the same command again to go on.')
      throw error
    })
    const receipt = journal && (await endJournal(journal, report, options))
    const {mode, dryRun, file} = options
    const conflicts = report.collections.reduce(
      (sum, one) => sum + one.conflicts.length + one.failed.length,
      0,
    )
    output.result(
      {
        file,
        mode,
        dryRun,
        site: {id: site.id, name: site.name},
        isOtherSite,
        schema,
        safetyBackup,
        receipt,
        ...report,
      },
      textOf(report, {safetyBackup, receipt, dryRun}),
    )
    return conflicts > 0 || report.references.failed > 0 ? 1 : 0
  })
}

function checkOptions({mode, evict, noSafetyBackup, overwrite}: RestoreCommandOptions): void {
  if (mode !== 'replace' && (evict !== undefined || noSafetyBackup || overwrite)) {
    throw new CommandProblem(
      '--overwrite, --evict and --no-safety-backup go with --mode replace: nothing else writes over anything.',
      'USAGE',
    )
  }
  if (evict !== undefined && noSafetyBackup) {
    throw new CommandProblem(
      'Without a safety backup, none is evicted: pass --evict or --no-safety-backup.',
      'USAGE',
    )
  }
}

/** Single items come back where nothing newer is written over, and from one collection at a time. */
async function chosenItems(
  copy: Copy,
  chosen: CopiedCollection[],
  {items, collections, mode}: RestoreCommandOptions,
): Promise<Set<string> | null> {
  if (!items) return null
  const [collection] = chosen
  if (mode !== 'keep-newer' || collections?.length !== 1 || !collection) {
    throw new CommandProblem(
      '--items goes with --mode keep-newer and one collection: --collections Products --items ID,ID.',
      'USAGE',
    )
  }
  const missing = new Set(items)
  for await (const some of copy.readItems(collection)) for (const {_id} of some) missing.delete(_id)
  if (missing.size > 0) {
    throw new CommandProblem(
      `${collection.id} of the copy has no item ${[...missing].slice(0, 10).join(', ')}. Nothing was written.`,
      'ITEM_NOT_FOUND',
    )
  }
  return new Set(items)
}

function wouldOverwrite(chosen: CopiedCollection[]): CommandProblem {
  const names = chosen.map(({id}) => id)
  const shown = names.slice(0, 10).join(', ')
  return new CommandProblem(
    `--mode replace makes ${shown}${names.length > 10 ? ` and ${names.length - 10} more` : ''} exactly what the copy holds: ` +
      'items added or changed since are lost. Nothing was written. Pass --overwrite to accept that.',
    'WOULD_OVERWRITE',
  )
}

function checkTypes(chosen: CopiedCollection[], live: CollectionDefinition[], mode: RestoreMode): void {
  if (mode === 'beside') return
  for (const {id} of chosen) {
    const type = live.find((one) => one.id === id)?.collectionType ?? 'NATIVE'
    if (type !== 'NATIVE') {
      throw new CommandProblem(
        `${id} is a collection of type ${type} on this site, and cannot be restored into. Choose others with --collections.`,
        'NOT_RESTORABLE',
      )
    }
  }
}

async function changesOf(
  copy: Copy,
  chosen: CopiedCollection[],
  live: CollectionDefinition[],
): Promise<SchemaChange[]> {
  const changes: SchemaChange[] = []
  for (const collection of chosen) {
    const now = live.find(({id}) => id === collection.id)
    if (now) changes.push(...schemaChanges(await copy.readDefinition(collection), now))
  }
  return changes
}

/** A restore that was stopped goes on with what it knew: above all, with the safety backup of before it began. */
async function beginOrGoOn(
  copy: Copy,
  chosen: CopiedCollection[],
  live: CollectionDefinition[],
  site: Site,
  options: RestoreCommandOptions,
  context: CommandContext,
): Promise<OpenRestoreJournal> {
  const path = `${options.file}.restoring`
  const {mode, collections = null, items = null} = options
  const restore = {site: site.id, sha256: copy.sha256, mode, collections, items}
  const begun = await readRestoreJournal(path, restore)
  if (begun) {
    context.output.line('Going on with the restore that was begun.')
    return openRestoreJournal(path, begun.header, begun.lines)
  }
  const safetyBackup = await safetyOf(site, chosen, live, options, context)
  const startedAt = safetyBackup?.requestedDate ?? new Date(await site.now()).toISOString()
  const header: RestoreHeader = {restoring: 1, ...restore, startedAt, safetyBackup}
  try {
    return await openRestoreJournal(path, header, [])
  } catch (error) {
    if (!(error instanceof CommandProblem) || !NOT_WRITABLE.has(error.code)) throw error
    context.output.line(
      `${error.message} If this restore is stopped, a second one will not know what it had done.`,
    )
    return forgetfulJournal(header)
  }
}

const NOT_WRITABLE = new Set(['EACCES', 'EPERM', 'EROFS'])

/** What Undo needs stays beside the copy; of a restore that wrote nothing, nothing does. */
async function endJournal(
  journal: OpenRestoreJournal,
  {collections}: RestoreReport,
  {file, mode}: RestoreCommandOptions,
): Promise<string | null> {
  const wrote = collections.some(({inserted, updated}) => inserted + updated > 0)
  if (mode !== 'keep-newer' || !wrote || !journal.receipt) {
    await journal.remove()
    return null
  }
  const receipt = `${file}.restored-${new Date().toISOString().replace(/[:.]/g, '-')}`
  await journal.keepAs(receipt)
  return receipt
}

/** Where nothing is there that could be written over, there is nothing to save. */
async function safetyOf(
  site: Site,
  chosen: CopiedCollection[],
  live: CollectionDefinition[],
  {mode, evict, noSafetyBackup}: RestoreCommandOptions,
  {output, signal}: CommandContext,
): Promise<RestoreHeader['safetyBackup']> {
  const exists = chosen.some(({id}) => live.some((one) => one.id === id))
  if (mode !== 'replace' || noSafetyBackup || !exists) return null
  output.line('Creating a safety backup.')
  const {id, requestedDate} = await createSafetyBackup(site.calls, {evict, signal})
  output.line(`The site as it was before is in the backup ${id}.`)
  return {id, requestedDate}
}

function textOf(
  {collections, created, fieldsLeftOut, references, setByWix}: RestoreReport,
  {
    safetyBackup,
    receipt,
    dryRun,
  }: {safetyBackup: RestoreHeader['safetyBackup']; receipt: string | null; dryRun: boolean},
): string {
  return [
    ...(dryRun ? ['Nothing was written. This is what would be:'] : []),
    ...created.map((id) => `${id}: created with its fields`),
    ...fieldsLeftOut.map(
      ({collectionId, field, into}) =>
        `${collectionId}.${field} was not created: ${into}, which it points into, is not on the site`,
    ),
    ...collections.flatMap(linesOf),
    ...(references.written + references.mended + references.removed + references.failed > 0
      ? [
          `References: ${references.written} written, ${references.mended} set again where they were blank, ${references.removed} taken away, ${references.failed} failed`,
        ]
      : []),
    ...(setByWix._updatedDate > 0
      ? [
          `Set by Wix itself: _createdDate of ${count(setByWix._createdDate, 'item')}, _updatedDate of ${setByWix._updatedDate.toLocaleString('en')}, _owner of ${setByWix._owner?.toLocaleString('en') ?? 'an unknown number'}`,
        ]
      : []),
    ...(safetyBackup ? [`To take it back, restore the backup ${safetyBackup.id}.`] : []),
    ...(receipt !== null ? [`To take it back: backups undo ${receipt}`] : []),
  ].join('\n')
}

const MOST_LINES = 20

function linesOf({
  collectionId,
  into,
  inserted,
  updated,
  removed,
  unchanged,
  conflicts,
  failed,
}: RestoredCollection): string[] {
  const name = into === collectionId ? collectionId : `${collectionId} into ${into}`
  const lines = [
    ...conflicts.map(
      ({itemId, title, fields, reason}) =>
        `  kept as it is on the site: ${title === itemId ? itemId : `${title} (${itemId})`}${fields.length > 0 ? `: ${fields.join(', ')}` : ''}${REASONS[reason]}`,
    ),
    ...failed.map(({itemId, reason}) => `  failed: ${itemId}: ${reason}`),
  ]
  return [
    `${name}: ${inserted} brought back, ${updated} changed, ${removed} removed, ${unchanged} unchanged, ${conflicts.length} kept, ${failed.length} failed`,
    ...lines.slice(0, MOST_LINES),
    ...(lines.length > MOST_LINES ? [`  … and ${lines.length - MOST_LINES} more (--json lists all)`] : []),
  ]
}

const REASONS: Record<RestoredCollection['conflicts'][number]['reason'], string> = {
  NEWER: ' (newer)',
  SAME_DATE: '',
  CHANGED_MEANWHILE: ' (changed meanwhile)',
}
