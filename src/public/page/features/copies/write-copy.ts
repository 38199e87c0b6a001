import type {Backup} from '../../../contract'
import {openCopy} from '../../../copies/open-copy'
import {receiptInMemory} from '../../../copies/receipt-in-memory'
import {restoreCopy, type RestoreMode, type RestoreReport} from '../../../copies/restore-copy'
import {undoRestore, type WrittenByRestore} from '../../../copies/undo-restore'
import type {WorkPorts} from '../../work-ports'
import type {PageProblem} from '../../page-problem'
import {CallFailed, siteCalls, type SiteCalls} from './site-calls'
import {readSchema} from './site-items'
import {BULK_BYTES, siteTarget} from './site-target'
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
  /** What Undo takes back; `null`: with `replace`, or where what was written over is not known any more. */
  undo: WrittenByRestore | null
  /** By the site's clock: what was changed later is not taken away. */
  date: string
}

/** What is overwritten is kept up to here, while the page is open; with more there is no Undo. */
const MOST_RECEIPT_BYTES = 10 * 1024 * 1024
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
  const receipt = mode === 'replace' ? null : receiptInMemory(MOST_RECEIPT_BYTES)
  const collections = copy.manifest.collections.filter(({id}) => collectionIds.includes(id))
  const report = await restoreCopy({
    copy,
    mode,
    collections,
    live: await readSchema(calls),
    target: siteTarget(calls),
    journal,
    ...(receipt && {receipt}),
    startedAt: journal.startedAt,
    bulkBytes: BULK_BYTES,
    onProgress: (collectionId, items, ofItems) => tell({step: 'writing', collectionId, items, ofItems}),
  })
  await journal.remove()
  return {report, safetyBackupId, undo: receipt?.written() ?? null, date: serverNow()}
}

/** Takes back what was written, as far as nobody has changed it since. */
export async function undoWritten(
  written: WrittenByRestore,
  ports: WorkPorts,
): Promise<{takenBack: number; kept: number}> {
  const calls = siteCalls(ports, () => undefined)
  const {removed, changedBack, kept} = await undoRestore(written, await readSchema(calls), siteTarget(calls))
  return {takenBack: removed + changedBack, kept: kept.length}
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
