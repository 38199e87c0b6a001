import {rm} from 'node:fs/promises'
import path from 'node:path'
import {compareCollection, type CollectionComparison} from 'public/copies/compare-copy'
import {readPages} from 'public/copies/read-pages'
import {multiReferenceFields, type CollectionDefinition, type CopyItem} from 'public/copies/copy-format'
import type {Backup} from 'public/contract'
import {withoutPrivate} from 'public/rules/private-collections'
import {isChangedSince, missingOf, proofSample} from 'public/rules/proof'
import type {CommandContext, ExitCode} from '../command'
import {createJournal, openJournal, type Journal} from '../files/journal'
import {withLock} from '../files/lock'
import {CommandProblem} from '../problem'
import {listBackups, readBackup} from '../site/backups'
import {listCollections, readCollection} from '../site/collections'
import {connect, type Site} from '../site/connect'
import {siteItems, type SiteItems} from '../site/items'
import {PrivateCopies, removeLeft} from '../site/private-copies'
import {count, seconds} from '../texts'

export interface DrillOptions {
  local: string | undefined
  /** Without one, the newest that is ready. */
  backup: string | undefined
  collections: string[] | undefined
}

/** Where private copies are written down before they are made, in the folder that this is run in. */
const JOURNAL = 'backups-drill.journal'

/**
 * Whether a backup comes back as it was, and how long that takes: a sample of its collections is restored beside the
 * originals, compared with them, and removed.
 */
export async function drill(options: DrillOptions, context: CommandContext): Promise<ExitCode> {
  const file = path.resolve(JOURNAL)
  return withLock(`${file}.lock`, async () => {
    const {env, output, signal} = context
    const onWait = (ms: number) => output.line(`Wix asks to wait: going on in ${seconds(ms)}.`)
    const site = await connect({local: options.local, env, signal, onWait})
    await removeLeftOver(file, site, context)
    const backup = await backupOf(site, options)
    const sample = sampleOf(backup, options)
    const live = await listCollections(site.calls)
    const journal = await createJournal(file, headerOf(site, backup, sample))
    const privateCopies = new PrivateCopies(site.calls, journal, signal, live, output.line)
    try {
      const proven = await prove(backup, sample, live, {site, privateCopies, context})
      return tell(proven, site, backup, context)
    } finally {
      await removeLeft(privateCopies, site, output, 'Run the drill again in this folder to remove them.')
      await journal.close().catch(() => undefined)
      if (privateCopies.registered().length === 0) await rm(file, {force: true})
    }
  })
}

/** An earlier drill was killed: what it had made is removed first. */
async function removeLeftOver(file: string, site: Site, {output, signal}: CommandContext): Promise<void> {
  const journal = await openJournal(file)
  if (!journal) return
  try {
    if (journal.header.site.id !== site.id) {
      throw new CommandProblem(
        `${file} is of a drill of another site that did not end. Run that one again first, or use another folder.`,
        'OTHER_DRILL',
      )
    }
    const left = new PrivateCopies(site.calls, journal, signal, [], output.line)
    if (left.registered().length > 0) output.line('Removing what an earlier drill has left on the site.')
    await left.removeAll(site.calls, signal)
  } finally {
    await journal.close()
  }
  await rm(file, {force: true})
}

async function backupOf({calls}: Site, {backup: id}: DrillOptions): Promise<Backup> {
  const backup =
    id === undefined
      ? (await listBackups(calls)).find(({status}) => status === 'READY')
      : await readBackup(calls, id)
  if (!backup) throw new CommandProblem('This site has no backup that is ready.', 'BACKUP_NOT_FOUND')
  if (backup.status !== 'READY') {
    throw new CommandProblem(
      `The backup ${backup.id} is ${backup.status}, and only a READY one can be proven.`,
      'BACKUP_NOT_READY',
    )
  }
  return backup
}

function sampleOf(backup: Backup, {collections}: DrillOptions): Backup['collections'] {
  const content = withoutPrivate(backup.collections)
  const missing = collections?.find((id) => !content.some((one) => one.id === id))
  if (missing !== undefined) {
    throw new CommandProblem(
      `There is no collection ${missing} in the backup ${backup.id}.`,
      'COLLECTION_NOT_FOUND',
    )
  }
  const sample = collections ? content.filter(({id}) => collections.includes(id)) : proofSample(content)
  if (sample.length === 0) throw new CommandProblem(`The backup ${backup.id} is empty.`, 'NOTHING_TO_PROVE')
  return sample
}

function headerOf(site: Site, backup: Backup, sample: Backup['collections']): Journal['header'] {
  const {id: backupId, type, requestedDate} = backup
  return {
    journal: 1,
    site: {id: site.id, name: site.name},
    source: {kind: 'backup', backupId, type, requestedDate},
    moment: new Date(requestedDate).toISOString(),
    collections: null,
    collectionIds: sample.map(({id}) => id),
    leftOut: [],
  }
}

interface Proven {
  collections: ProvenCollection[]
  /** From the request to the last item compared. */
  ms: number
}

interface ProvenCollection {
  collectionId: string
  /** How many items came back as they were, of how many. */
  items: number
  of: number
  /** They differ from the site, which has not changed them since the backup. */
  differing: CollectionComparison['changed']
  /** The site has them from before the backup, and they did not come back; `null`: Wix did not say. */
  missing: number | null
}

interface Means {
  site: Site
  privateCopies: PrivateCopies
  context: CommandContext
}

async function prove(
  backup: Backup,
  sample: Backup['collections'],
  live: CollectionDefinition[],
  {site, privateCopies, context: {output}}: Means,
): Promise<Proven> {
  const begun = Date.now()
  const reader = siteItems(site.calls)
  const ids = sample.map(({id}) => id)
  const collections: ProvenCollection[] = []
  for (const [position, {id, displayName}] of sample.entries()) {
    const copyId = await privateCopies.open(backup, id, ids.slice(position + 1))
    const now = live.find((one) => one.id === id)
    const then = now ?? (await readCollection(site.calls, copyId))
    if (!then) throw new CommandProblem(`The private copy of ${id} is gone.`, 'PRIVATE_COPY_GONE')
    const compared = await compareCollection(reader, {
      displayName,
      definition: {...then, id},
      now,
      items: itemsOf(reader, copyId, multiReferenceFields(then)),
      onProgress: (items) => output.progress(`${id}: ${count(items, 'item')}`, position / sample.length),
    })
    collections.push(await judge(reader, backup, compared))
  }
  const ms = Date.now() - begun
  for (const {id} of sample) await privateCopies.remove(id)
  return {collections, ms}
}

/** What was changed after the backup, or deleted, came back as it was then. */
async function judge(
  reader: SiteItems,
  {requestedDate}: Backup,
  {collectionId, exists, deleted, changed, unchanged, added}: CollectionComparison,
): Promise<ProvenCollection> {
  const differing = changed.filter(({updatedDate}) => !isChangedSince(updatedDate, requestedDate))
  const created = exists ? await reader.countCreatedAfter(collectionId, requestedDate) : 0
  const missing = added === null || created === null ? null : missingOf(added, created)
  const items = deleted.length + unchanged + changed.length - differing.length
  return {collectionId, items, of: items + differing.length + (missing ?? 0), differing, missing}
}

async function* itemsOf(
  reader: SiteItems,
  collectionId: string,
  multiReferences: string[],
): AsyncGenerator<CopyItem[]> {
  for await (const items of readPages(reader, collectionId)) {
    const ids = items.map(({_id}) => _id)
    for (const field of multiReferences) {
      const targets = await reader.readReferences(collectionId, field, ids)
      for (const item of items) item[field] = targets.get(item._id) ?? []
    }
    yield items
  }
}

const MOST_LINES = 20

function tell({collections, ms}: Proven, site: Site, backup: Backup, {output}: CommandContext): ExitCode {
  const sum = (number: (one: ProvenCollection) => number) =>
    collections.reduce((total, one) => total + number(one), 0)
  const [items, of] = [sum((one) => one.items), sum((one) => one.of)]
  const isCounted = collections.every(({missing}) => missing !== null)
  const proven = items === of && isCounted
  const {id, requestedDate, type} = backup
  const lines = collections.flatMap((one) => [
    `${one.collectionId}: ${one.items} of ${count(one.of, 'item')} came back as they were`,
    ...one.differing
      .slice(0, MOST_LINES)
      .map(({itemId, fields}) => `  differs, and was not changed since: ${itemId}: ${fields.join(', ')}`),
    ...(one.missing === null ? ['  whether any is missing could not be counted'] : []),
    ...(one.missing ? [`  ${count(one.missing, 'item')} from before the backup did not come back`] : []),
  ])
  output.result(
    {
      proven,
      site: {id: site.id, name: site.name},
      backup: {id, type, requestedDate},
      items,
      of,
      ms,
      collections,
    },
    [...lines, `The backup of ${requestedDate}: ${items} of ${count(of, 'item')}, ${seconds(ms)}.`].join(
      '\n',
    ),
  )
  return proven ? 0 : 1
}
