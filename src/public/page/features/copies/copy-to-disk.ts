import type {Backup} from '../../../contract'
import type {Look} from '../../../recovery-contract'
import {withoutPrivate} from '../../../rules/private-collections'
import {
  copyCollections,
  SchemaChanged,
  type CollectionToCopy,
  type CopyProgress,
} from '../../../copies/copy-collections'
import type {ChangedMeanwhile, CollectionDefinition, Manifest} from '../../../copies/copy-format'
import {CopyWriter} from '../../../copies/copy-writer'
import {makeManifest} from '../../../copies/make-manifest'
import {openCopy} from '../../../copies/open-copy'
import type {WorkPorts} from '../../work-ports'
import type {PageProblem} from '../../page-problem'
import {CopyTrouble} from './copy-trouble'
import {CallFailed, siteCalls, type SiteCalls} from './site-calls'
import {readSchema, siteItems} from './site-items'
import {removeOldSpools, Spool, type SpoolHeader} from './spool'

/** What is to be copied, found again after a reload by its ID. */
export interface CopyTask {
  id: string
  /** `null`: the site as it is. */
  backupId: string | null
  /** `null`: all. */
  collectionIds: string[] | null
}

export interface CopyTold {
  progress?: CopyProgress
  /** What is waited for; `null`: it goes on. */
  waiting?: PageProblem | null
}

/** A copy that is whole. */
export interface Copied {
  /** Its files on the disk, one after the other. */
  files: string[]
  fileName: string
  bytes: number
  items: number
  collections: number
  changed: ({displayName: string} & ChangedMeanwhile)[]
  leftOut: Manifest['leftOut']
}

/** What an answer of a web method holds. */
const PAGE_BYTES = 900 * 1024
const LOOK_POLL_MS = 1_500

/** Copies a site, or a backup of it, into files of the browser; goes on with what is there of an earlier run. */
export async function copyToDisk(
  task: CopyTask,
  backup: Backup | null,
  siteName: string | null,
  ports: WorkPorts,
  tell: (told: CopyTold) => void,
): Promise<Copied> {
  const calls = siteCalls(ports, (waiting) => tell({waiting}))
  const spool = new Spool(ports.disk, task.id)
  await spool.open()
  const live = await readSchema(calls)
  if (!spool.header) {
    await removeOldSpools(ports.disk, task.id, ports.serverNow())
    await spool.begin(headerOf(task, backup, siteName, live, ports.serverNow()))
  }
  const header = spool.header!
  const writer = new CopyWriter({write: (bytes) => spool.write(bytes), moment: header.moment})
  for (const part of spool.parts()) {
    ports.signal.throwIfAborted()
    await writer.addPacked(part, await spool.readAt(part.offset, part.packedBytes))
  }
  const collections = await copyCollections({
    collections: backup
      ? collectionsOfBackup(backup, header, live, spool, calls)
      : collectionsOfSite(header, live),
    reader: siteItems(calls),
    writer,
    journal: [...spool.entries],
    record: (entry) => spool.record(entry),
    changing: backup === null,
    pageBytes: PAGE_BYTES,
    signal: ports.signal,
    onProgress: (progress) => tell({progress}),
  }).catch((error: unknown) => {
    throw error instanceof SchemaChanged ? new CopyTrouble('SCHEMA_CHANGED', error.collectionId) : error
  })
  const {site, source, moment, chosen, leftOut} = header
  const manifest = makeManifest(
    {writer: 'Backups page', site, source, moment, finished: ports.serverNow(), chosen, leftOut},
    collections,
  )
  await writer.finish(manifest)
  await spool.flush()
  // Read again before it is handed out: what has the name of a copy is whole.
  await openCopy(spool.archive(), {signal: ports.signal})
  return {
    files: spool.files(),
    fileName: fileNameOf(header),
    bytes: writer.bytes,
    items: manifest.counts.items,
    collections: manifest.counts.collections,
    changed: collections.flatMap(({displayName, changedMeanwhile}) =>
      changedMeanwhile.changed === 0 && changedMeanwhile.difference === 0
        ? []
        : [{displayName, ...changedMeanwhile}],
    ),
    leftOut,
  }
}

/** Its files, and a private copy that may be there for it. */
export async function discardCopy(id: string, ports: WorkPorts): Promise<void> {
  const spool = new Spool(ports.disk, id)
  await spool.open().catch(() => undefined)
  await spool.discard()
  const {look} = spool
  if (!look) return
  await siteCalls(ports, () => undefined)
    .read((methods) => methods.closeLook(look.lookId))
    // It is closed by itself within a day, and by whoever looks next.
    .catch(() => undefined)
}

function headerOf(
  {collectionIds}: CopyTask,
  backup: Backup | null,
  siteName: string | null,
  live: CollectionDefinition[],
  now: string,
): SpoolHeader {
  const {collections, leftOut} = backup
    ? {collections: withoutPrivate(backup.collections), leftOut: []}
    : contentOf(live)
  return {
    spool: 1,
    date: now,
    // A page is not told the site's ID.
    site: {id: 'unknown', name: siteName},
    source: backup
      ? {kind: 'backup', backupId: backup.id, type: backup.type, requestedDate: backup.requestedDate}
      : {kind: 'site'},
    moment: backup ? new Date(backup.requestedDate).toISOString() : now,
    chosen: collectionIds !== null,
    collections: collectionIds ? collections.filter(({id}) => collectionIds.includes(id)) : collections,
    leftOut: collectionIds ? [] : leftOut,
  }
}

/** Apps keep their content themselves, other databases theirs. */
function contentOf(live: CollectionDefinition[]): Pick<SpoolHeader, 'collections' | 'leftOut'> {
  const isOwn = ({collectionType = 'NATIVE'}: CollectionDefinition) => collectionType === 'NATIVE'
  return {
    collections: live.filter(isOwn).map(({id, displayName}) => ({id, displayName: displayName || id})),
    leftOut: live
      .filter((one) => !isOwn(one))
      .map(({id, collectionType = 'NATIVE'}) => ({id, reason: collectionType})),
  }
}

function collectionsOfSite({collections}: SpoolHeader, live: CollectionDefinition[]): CollectionToCopy[] {
  return collections.map(({id, displayName}) => ({
    id,
    async open() {
      const definition = live.find((one) => one.id === id)
      if (!definition) throw new CopyTrouble('COLLECTION_GONE', displayName)
      return {definition, readFrom: id}
    },
  }))
}

/** A backup has no definitions: a collection's is the one that it has now. */
function collectionsOfBackup(
  {id: backupId}: Backup,
  {collections}: SpoolHeader,
  live: CollectionDefinition[],
  spool: Spool,
  calls: SiteCalls,
): CollectionToCopy[] {
  return collections.map(({id, displayName}) => ({
    id,
    async open() {
      const look = await openLook(backupId, id, spool, calls)
      const copy = look.collections.find((one) => one.collectionId === id)
      if (!copy) throw new CopyTrouble('COLLECTION_GONE', displayName)
      const definition = live.find((one) => one.id === id) ?? {id, displayName, fields: []}
      return {definition, readFrom: copy.copyId}
    },
    async close() {
      const {look} = spool
      if (!look) return
      await calls.read((methods) => methods.closeLook(look.lookId))
      await spool.setLook(null)
    },
  }))
}

/** The private copy of one collection: the one that an earlier run has made, where it is still there. */
async function openLook(
  backupId: string,
  collectionId: string,
  spool: Spool,
  calls: SiteCalls,
): Promise<Look> {
  const before = spool.look?.collectionId === collectionId ? await findLook(spool.look.lookId, calls) : null
  const isUsable = before && (before.status === 'READY' || before.status === 'OPENING')
  let look = isUsable
    ? before
    : await calls.read((methods) => methods.lookInside(backupId, [collectionId], {referring: false}))
  if (!isUsable) await spool.setLook({collectionId, lookId: look.id})
  while (look.status === 'OPENING') {
    await calls.sleep(LOOK_POLL_MS)
    const {id} = look
    look = await calls.read((methods) => methods.getLook(id))
  }
  if (look.status === 'READY') return look
  throw new CallFailed({code: 'LOOK_NOT_READY', message: look.reason ?? '', lookId: look.id})
}

async function findLook(lookId: string, calls: SiteCalls): Promise<Look | null> {
  try {
    return await calls.read((methods) => methods.getLook(lookId))
  } catch (error) {
    if (error instanceof CallFailed && error.problem.code === 'LOOK_NOT_FOUND') return null
    throw error
  }
}

function fileNameOf({site, moment}: SpoolHeader): string {
  // What no file system minds.
  const name = (site.name ?? '').replace(/[^\p{L}\p{N} _-]+/gu, '').trim()
  return `${name || 'site'} ${moment.slice(0, 10)}.zip`
}
