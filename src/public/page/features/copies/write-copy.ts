import type {Backup} from '../../../contract'
import {openCopy} from '../../../copies/open-copy'
import {restoreCopy, UNCLEAR, type RestoreMode, type RestoreReport} from '../../../copies/restore-copy'
import type {WorkPorts} from '../../work-ports'
import type {PageProblem} from '../../page-problem'
import {CallFailed, siteCalls, type SiteCalls} from './site-calls'
import {readSchema} from './site-items'
import {siteTarget} from './site-target'
import {openRestoreJournal, type PageRestoreJournal} from './restore-journal'
import {chosenFile, OTHER_FILE} from './read-copy'

export interface WriteTask {
  id: string
  size: number
  sha256: string
  mode: RestoreMode
  collectionIds: string[]
  /** `replace`: the backup that the person has let go for the safety backup. */
  evict: string | null
}

export interface WritingTold {
  step?: 'safety' | 'writing'
  collectionId?: string
  items?: number
  ofItems?: number
  waiting?: PageProblem | null
}

export interface Written {
  report: RestoreReport
  safetyBackupId: string | null
  /** What Undo takes away again, by collection; `null`: something was written over, and Undo can't bring that back. */
  inserted: Record<string, string[]> | null
  /** By the site's clock: what was changed later is not taken away. */
  date: string
}

/** Web methods take a megabyte; a text may have three bytes a character. */
const BULK_BYTES = 300 * 1024
const BACKUP_POLL_MS = 2_000

/** Writes chosen collections of a copy into the site; goes on with what an earlier run had begun. */
export async function writeCopy(
  task: WriteTask,
  ports: WorkPorts,
  tell: (told: WritingTold) => void,
): Promise<Written> {
  const {disk, signal, serverNow} = ports
  const {size, sha256, mode, collectionIds} = task
  const calls = siteCalls(ports, (waiting) => tell({waiting}))
  const copy = await openCopy(chosenFile(disk, size), {signal})
  if (copy.sha256 !== sha256) throw new Error(OTHER_FILE)
  const journal = await openRestoreJournal(disk, {sha256, mode, collectionIds}, serverNow())
  const safetyBackupId = mode === 'replace' ? await safetyBackup(task, journal, calls, tell) : null
  const target = siteTarget(calls)
  const inserted: Record<string, string[]> = {}
  const collections = copy.manifest.collections.filter(({id}) => collectionIds.includes(id))
  const report = await restoreCopy({
    copy,
    mode,
    collections,
    live: await readSchema(calls),
    target: {
      ...target,
      async insertItems(collectionId, items) {
        const outcomes = await target.insertItems(collectionId, items)
        if (outcomes !== UNCLEAR) {
          const ids = items.filter((_item, index) => outcomes[index] === 'DONE').map(({_id}) => _id)
          inserted[collectionId] = [...(inserted[collectionId] ?? []), ...ids]
        }
        return outcomes
      },
    },
    journal,
    startedAt: journal.startedAt,
    bulkBytes: BULK_BYTES,
    onProgress: (collectionId, items, ofItems) => tell({step: 'writing', collectionId, items, ofItems}),
  })
  await journal.remove()
  const isPure = report.collections.every(({updated, removed}) => updated + removed === 0)
  return {report, safetyBackupId, inserted: isPure ? inserted : null, date: serverNow()}
}

/** Takes away what came back, as far as nobody has changed it since. Answers how many. */
export async function undoWritten(
  inserted: Record<string, string[]>,
  ports: WorkPorts,
): Promise<{takenBack: number; kept: number}> {
  const calls = siteCalls(ports, () => undefined)
  const target = siteTarget(calls)
  let takenBack = 0
  let kept = 0
  for (const [collectionId, ids] of Object.entries(inserted)) {
    for (let at = 0; at < ids.length; at += MOST_AT_ONCE) {
      const some = ids.slice(at, at + MOST_AT_ONCE)
      const live = await target.readItems(collectionId, some)
      // Wix set both dates when it was inserted: where they differ, somebody has changed it.
      const own = live.filter((item) => dateText(item._createdDate) === dateText(item._updatedDate))
      kept += live.length - own.length
      if (own.length === 0) continue
      const seen = own.reduce((newest, item) => max(newest, dateText(item._updatedDate)), '')
      await target.removeItems(
        collectionId,
        own.map(({_id}) => _id),
        seen,
      )
      const left = await target.readItems(
        collectionId,
        own.map(({_id}) => _id),
      )
      takenBack += own.length - left.length
      kept += left.length
    }
  }
  return {takenBack, kept}
}

const MOST_AT_ONCE = 500

function dateText(value: unknown): string {
  const {$date} = Object(value) as {$date?: string}
  return $date ?? ''
}

function max(a: string, b: string): string {
  return a > b ? a : b
}

/** A backup of the site as it is, before it is written over: made once, and never again after an unclear answer. */
async function safetyBackup(
  {evict}: WriteTask,
  journal: PageRestoreJournal,
  calls: SiteCalls,
  tell: (told: WritingTold) => void,
): Promise<string> {
  tell({step: 'safety'})
  let id = journal.safetyBackupId
  if (id === null) {
    const made = await calls.write((methods) => methods.createBackup(evict === null ? {} : {evict}))
    if (!made) throw new CallFailed({code: 'OUTCOME_UNKNOWN', message: ''})
    id = made.id
    await journal.setSafetyBackup(id)
  }
  for (;;) {
    const backupId = id
    const backup: Backup = await calls.read((methods) => methods.getBackup(backupId))
    if (backup.status === 'READY') return id
    if (backup.status !== 'PENDING') {
      throw new CallFailed({code: 'BACKUP_NOT_READY', message: '', backupId, status: backup.status})
    }
    await calls.sleep(BACKUP_POLL_MS)
  }
}
