import {existsSync} from 'node:fs'
import {rename, rm, stat} from 'node:fs/promises'
import path from 'node:path'
import {
  copyCollections,
  SchemaChanged,
  type CollectionToCopy,
  type JournalEntry,
} from 'public/copies/copy-collections'
import type {CollectionDefinition, CopySource, Manifest} from 'public/copies/copy-format'
import {CopyWriter, type WrittenPart} from 'public/copies/copy-writer'
import {makeManifest} from 'public/copies/make-manifest'
import {openCopy} from 'public/copies/open-copy'
import type {Backup} from 'public/contract'
import {isPrivateCollection} from 'public/rules/private-collections'
import type {CommandContext, ExitCode} from '../command'
import {withFileProblems} from '../files/file-problem'
import {createJournal, openJournal, type Journal, type JournalHeader} from '../files/journal'
import {withLock} from '../files/lock'
import {openPartialArchive, type PartialArchive} from '../files/partial-archive'
import {withFile} from '../files/read-file'
import {nodeHash} from '../node-hash'
import {CommandProblem} from '../problem'
import {readBackup} from '../site/backups'
import {listCollections, readCollection} from '../site/collections'
import {connect, type Site} from '../site/connect'
import {siteItems} from '../site/items'
import {PrivateCopies, removeLeft} from '../site/private-copies'
import {bytesText, count, seconds} from '../texts'

export interface CopyOptions {
  local: string | undefined
  out: string
  backup: string | undefined
  collections: string[] | undefined
  overwrite: boolean
  /** Removes what an unfinished copy has left, and copies nothing. */
  discard: boolean
  /** Names this program in the manifest. */
  writer: string
}

/** A site, or a backup of it, into one file. What was begun and not finished is gone on with. */
export async function copy(options: CopyOptions, context: CommandContext): Promise<ExitCode> {
  const out = path.resolve(options.out)
  await checkOut(out, options)
  return withLock(`${out}.lock`, async () => {
    const journal = await openJournal(journalOf(out))
    if (options.discard) return discard(out, journal, options, context)
    if (journal) checkJournal(journal, out, options)
    const site = await connectWith(options, context)
    if (journal && journal.header.site.id !== site.id) throw otherCopy(out)
    return write(out, journal, site, options, context)
  })
}

const journalOf = (out: string) => `${out}.journal`
const partialOf = (out: string) => `${out}.partial`

async function checkOut(out: string, {overwrite, discard}: CopyOptions): Promise<void> {
  const folder = path.dirname(out)
  const isFolder = await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  )
  if (!isFolder) throw new CommandProblem(`There is no folder ${folder} to write the copy into.`, 'ENOENT')
  if (!existsSync(out) || discard) return
  if ((await stat(out)).isDirectory())
    throw new CommandProblem(`${out} is a folder: --out takes the name of a file.`, 'EISDIR')
  if (!overwrite) {
    throw new CommandProblem(
      `${out} is there already. Choose another name, or pass --overwrite to replace it.`,
      'WOULD_OVERWRITE',
    )
  }
}

function checkJournal({header}: Journal, out: string, {backup, collections}: CopyOptions): void {
  const {source} = header
  const sameSource =
    backup === undefined ? source.kind === 'site' : source.kind === 'backup' && source.backupId === backup
  const chosen = (ids: string[] | null | undefined) => (ids ? [...ids].sort().join('\n') : '')
  if (!sameSource || chosen(header.collections) !== chosen(collections)) throw otherCopy(out)
}

function otherCopy(out: string): CommandProblem {
  return new CommandProblem(
    `${journalOf(out)} is of another copy that was begun and not finished. Run that command again, choose another ` +
      'name for --out, or add --discard to remove what was begun.',
    'OTHER_COPY',
  )
}

function connectWith({local}: CopyOptions, {env, signal, output}: CommandContext): Promise<Site> {
  return connect({
    local,
    env,
    signal,
    onWait: (ms) => output.line(`Wix asks to wait: going on in ${seconds(ms)}.`),
  })
}

async function write(
  out: string,
  begun: Journal | null,
  site: Site,
  options: CopyOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const {output, signal} = context
  const live = await listCollections(site.calls)
  const journal = begun ?? (await begin(out, site, live, options))
  const {header} = journal
  const privateCopies = new PrivateCopies(site.calls, journal, signal, live, output.line)
  const parts = partsIn(journal)
  const archive = await openPartialArchive(partialOf(out), endOf(parts))
  try {
    if (begun)
      output.line(`Going on with the copy that was begun: ${count(itemsIn(journal), 'item')} so far.`)
    const writer = await reopen(archive, parts, header)
    const backup =
      header.source.kind === 'backup' ? await readBackup(site.calls, header.source.backupId) : null
    const collections = await copyCollections({
      collections: backup
        ? collectionsOfBackup(site, backup, header, live, privateCopies)
        : collectionsOfSite(header, live),
      reader: siteItems(site.calls),
      writer,
      journal: journal.entries.filter(isOfCopy),
      record: (entry) => journal.append(entry),
      changing: header.source.kind === 'site',
      signal,
      onProgress: ({collectionId, done, of, collectionItems, collectionTotal}) =>
        output.progress(
          `${collectionId}: ${count(collectionItems, 'item')}${collectionTotal ? ` of ${collectionTotal.toLocaleString('en')}` : ''} (collection ${done + 1} of ${of})`,
          (done + (collectionTotal ? collectionItems / collectionTotal : 0)) / of,
        ),
    })
    const finished = new Date(await site.now()).toISOString()
    const {site: of, source, moment, leftOut} = header
    const chosen = header.collections !== null
    await writer.finish(
      makeManifest(
        {writer: options.writer, site: of, source, moment, finished, chosen, leftOut},
        collections,
      ),
    )
    await archive.sync()
    await archive.close()
    return await complete(out, journal, {resumed: begun !== null, site}, context)
  } catch (error) {
    await archive.close().catch(() => undefined)
    await tidy(out, site, journal, privateCopies, context)
    throw explained(error, out)
  }
}

/** Written down before anything else: which collections, of when. */
async function begin(
  out: string,
  site: Site,
  live: CollectionDefinition[],
  options: CopyOptions,
): Promise<Journal> {
  await rm(partialOf(out), {force: true})
  const {backup: backupId, collections} = options
  const backup = backupId === undefined ? null : await readBackup(site.calls, backupId)
  if (backup && backup.status !== 'READY') {
    throw new CommandProblem(
      `The backup ${backup.id} is ${backup.status}, and only a READY one can be copied.`,
      'BACKUP_NOT_READY',
    )
  }
  const {ids, leftOut} = backup ? {ids: backup.collections.map(({id}) => id), leftOut: []} : contentOf(live)
  const collectionIds = collections ? chosenOf(ids, collections, leftOut, backup) : ids
  return createJournal(journalOf(out), {
    journal: 1,
    site: {id: site.id, name: site.name},
    source: backup ? sourceOf(backup) : {kind: 'site'},
    moment: backup ? new Date(backup.requestedDate).toISOString() : new Date(await site.now()).toISOString(),
    collections: collections ?? null,
    collectionIds,
    leftOut: collections ? [] : leftOut,
  })
}

function sourceOf({id, type, requestedDate}: Backup): CopySource {
  return {kind: 'backup', backupId: id, type, requestedDate}
}

/** Apps keep their content themselves, other databases theirs; and what this product made for itself is nobody's content. */
function contentOf(live: CollectionDefinition[]): {ids: string[]; leftOut: Manifest['leftOut']} {
  const ids: string[] = []
  const leftOut: Manifest['leftOut'] = []
  for (const {id, collectionType = 'NATIVE'} of live) {
    if (isPrivateCollection(id)) continue
    if (collectionType === 'NATIVE') ids.push(id)
    else leftOut.push({id, reason: collectionType})
  }
  return {ids, leftOut}
}

function chosenOf(
  ids: string[],
  wanted: string[],
  leftOut: Manifest['leftOut'],
  backup: Backup | null,
): string[] {
  const where = backup ? `the backup ${backup.id}` : 'the site'
  for (const id of wanted) {
    const reason = leftOut.find((one) => one.id === id)?.reason
    if (reason) {
      throw new CommandProblem(
        `${id} is a collection of type ${reason}: what it holds is kept elsewhere, and cannot be copied.`,
        'NOT_COPIED',
      )
    }
    if (!ids.includes(id)) {
      const known = ids.length > 0 ? `It has ${list(ids)}.` : 'It has none.'
      throw new CommandProblem(`There is no collection ${id} in ${where}. ${known}`, 'COLLECTION_NOT_FOUND')
    }
  }
  return ids.filter((id) => wanted.includes(id))
}

function list(ids: string[]): string {
  const shown = ids.slice(0, 10).join(', ')
  return ids.length > 10 ? `${shown} and ${ids.length - 10} more` : shown
}

function collectionsOfSite({collectionIds}: JournalHeader, live: CollectionDefinition[]): CollectionToCopy[] {
  return collectionIds.map((id) => ({
    id,
    async open() {
      const definition = live.find((one) => one.id === id)
      if (!definition)
        throw new CommandProblem(
          `The collection ${id} was deleted while it was being copied.`,
          'COLLECTION_DELETED',
        )
      return {definition, readFrom: id}
    },
  }))
}

/** A backup has no definitions: a collection's is the one it has now, or had last. */
function collectionsOfBackup(
  site: Site,
  backup: Backup,
  {collectionIds}: JournalHeader,
  live: CollectionDefinition[],
  privateCopies: PrivateCopies,
): CollectionToCopy[] {
  return collectionIds.map((id, position) => ({
    id,
    async open() {
      const readFrom = await privateCopies.open(backup, id, collectionIds.slice(position + 1))
      const definition = live.find((one) => one.id === id) ?? (await readCollection(site.calls, readFrom))
      if (!definition) throw new CommandProblem(`The private copy of ${id} is gone.`, 'PRIVATE_COPY_GONE')
      const displayName = backup.collections.find((one) => one.id === id)?.displayName
      return {
        definition:
          definition.id === id ? definition : {...definition, id, ...(displayName && {displayName})},
        readFrom,
      }
    },
    close: () => privateCopies.remove(id),
  }))
}

function isOfCopy(entry: Journal['entries'][number]): entry is JournalEntry {
  return 'collectionId' in entry
}

function partsIn({entries}: Journal): WrittenPart[] {
  return entries.flatMap((entry) =>
    entry.kind === 'definition' || entry.kind === 'items' ? [entry.part] : [],
  )
}

function itemsIn({entries}: Journal): number {
  return entries.reduce((sum, entry) => sum + (entry.kind === 'items' ? entry.part.items : 0), 0)
}

function endOf(parts: WrittenPart[]): number {
  const last = parts.at(-1)
  return last ? last.offset + last.packedBytes : 0
}

/** Goes through what is there already, so that the directory and the SHA-256 at the end are of the whole. */
async function reopen(
  archive: PartialArchive,
  parts: WrittenPart[],
  {moment}: JournalHeader,
): Promise<CopyWriter> {
  const writer = new CopyWriter({write: archive.write, moment, createHash: nodeHash})
  for (const part of parts) await writer.addPacked(part, await archive.readPacked(part))
  return writer
}

/** Read again before it gets its name: what has the name is whole. */
async function complete(
  out: string,
  journal: Journal,
  {resumed, site}: {resumed: boolean; site: Site},
  {output, signal}: CommandContext,
): Promise<ExitCode> {
  const {manifest, sha256, bytes} = await withFile(partialOf(out), async (file) => {
    const {manifest, sha256} = await openCopy(file, {createHash: nodeHash, signal})
    return {manifest, sha256, bytes: file.size}
  })
  await withFileProblems(out, () => rename(partialOf(out), out))
  await journal.close()
  await rm(journalOf(out), {force: true})
  const {counts, moment, source, leftOut} = manifest
  for (const {id, changedMeanwhile} of manifest.collections) {
    const sentence = changedSentence(id, changedMeanwhile)
    if (sentence) output.line(sentence)
  }
  for (const {id, reason} of leftOut) output.line(`Not in the copy: ${id} (a collection of type ${reason}).`)
  output.result(
    {
      file: out,
      bytes,
      sha256,
      site: {id: site.id, name: site.name},
      source,
      moment,
      counts,
      collections: manifest.collections.map(({id, displayName, items, references, changedMeanwhile}) => ({
        id,
        displayName,
        items,
        references,
        changedMeanwhile,
      })),
      leftOut,
      resumed,
    },
    `${out}: ${count(counts.items, 'item')} of ${count(counts.collections, 'collection')}, ${bytesText(bytes)}.`,
  )
  return 0
}

function changedSentence(
  id: string,
  {changed, difference}: Manifest['collections'][number]['changedMeanwhile'],
): string | null {
  if (changed === 0 && difference === 0) return null
  const told = [
    changed === null
      ? 'Wix did not say how many items changed'
      : changed > 0
        ? `${count(changed, 'item')} were added or changed`
        : '',
    difference === null
      ? 'Wix did not say how many items there are now'
      : difference > 0
        ? `there are ${difference} more now`
        : difference < 0
          ? `there are ${-difference} fewer now`
          : '',
  ]
  return `While ${id} was copied: ${told.filter(Boolean).join('; ')}. For one moment of all, copy a backup (--backup).`
}

/** Private copies are not left on the site because of a failure; the part that is written waits beside the file. */
async function tidy(
  out: string,
  site: Site,
  journal: Journal,
  privateCopies: PrivateCopies,
  {output}: CommandContext,
): Promise<void> {
  await removeLeft(
    privateCopies,
    site,
    output,
    'Run the same command again, or with --discard, to remove them.',
  )
  await journal.close().catch(() => undefined)
  if (itemsIn(journal) === 0 && privateCopies.registered().length === 0) {
    await rm(partialOf(out), {force: true})
    await rm(journalOf(out), {force: true})
    return
  }
  output.line(
    `What is copied so far is in ${partialOf(out)}. Run the same command again to go on, or with --discard to remove it.`,
  )
}

function explained(error: unknown, out: string): unknown {
  if (!(error instanceof SchemaChanged)) return error
  return new CommandProblem(
    `${error.message}. Remove what was begun (--discard), then copy anew: ${out}`,
    'SCHEMA_CHANGED',
  )
}

async function discard(
  out: string,
  journal: Journal | null,
  options: CopyOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const {output, signal} = context
  let removed: string[] = []
  if (journal) {
    // Without private copies there is nothing to remove on a site: it need not be reached.
    if (journal.entries.some(({kind}) => kind === 'making private copies')) {
      const site = await connectWith(options, context)
      if (journal.header.site.id !== site.id) throw otherCopy(out)
      const privateCopies = new PrivateCopies(site.calls, journal, signal, [], output.line)
      removed = privateCopies.registered().map(({copyId}) => copyId)
      await privateCopies.removeAll(site.calls, signal)
    }
    await journal.close()
  }
  await rm(partialOf(out), {force: true})
  await rm(journalOf(out), {force: true})
  output.result(
    {discarded: journal !== null, privateCopiesRemoved: removed},
    journal ? 'What was begun is removed.' : 'There was nothing that was begun.',
  )
  return 0
}
