import type {Backup, Overview, Restoration, SiteCollection} from '../contract'
import {durationOf, estimateBackup, estimateRestoration} from './estimate-duration'
import type {BackupPanel, BackupView, Protection, RestorationView, TimelineEvent} from './page-state'
import {isCopy, undoBackupOf} from './restore-rules'

const DAY = 24 * 60 * 60 * 1000
const TIMELINE_DAYS = 35
const MOST_EVENTS = 100
const FEW = 3

/** What every view is made from. */
export interface Known {
  overview: Overview
  /** Backups whose deletion was asked for. */
  deleting: ReadonlySet<string>
}

export function viewBackup(backup: Backup, {overview, deleting}: Known): BackupView {
  const {id, type, requestedDate, startedDate, finishedDate, deletedDate, sizeInBytes, collections} = backup
  return {
    id,
    type,
    status: deleting.has(id) && backup.status !== 'DELETED' ? 'DELETING' : backup.status,
    requestedDate,
    startedDate,
    finishedDate,
    deletedDate,
    sizeInBytes,
    collectionCount: collections.length,
    firstCollections: collections.slice(0, FEW).map(({displayName}) => displayName),
    estimate: backup.status === 'PENDING' ? estimateBackup(overview.backups) : null,
  }
}

export function viewRestoration(restoration: Restoration, {overview}: Known): RestorationView {
  const {id, status, requestedDate, startedDate, finishedDate, backup, restorationCollections} = restoration
  const names = namesOf(restoration)
  return {
    id,
    status,
    requestedDate,
    startedDate,
    finishedDate,
    backupId: backup.id,
    backupType: backup.type,
    backupRequestedDate: backup.requestedDate,
    whole: restorationCollections.length === 0,
    copy: isCopy(restorationCollections),
    collectionCount: names.length,
    firstCollections: names.slice(0, FEW),
    estimate: status === 'PENDING' ? estimateRestoration(overview.restorations, restoration) : null,
    undoBackupId: undoBackupOf(restoration, overview.backups)?.id ?? null,
  }
}

function namesOf({backup, restorationCollections}: Restoration): string[] {
  if (restorationCollections.length === 0) return backup.collections.map(({displayName}) => displayName)
  const names = new Map(backup.collections.map(({id, displayName}) => [id, displayName]))
  return restorationCollections.map(({dataCollectionId}) => names.get(dataCollectionId) ?? dataCollectionId)
}

export function viewPanel(backup: Backup, known: Known): BackupPanel {
  const view = viewBackup(backup, known)
  const canRestore = view.status === 'READY'
  return {
    backup: view,
    collections: backup.collections,
    restorations: known.overview.restorations
      .filter((restoration) => restoration.backup.id === backup.id)
      .map((restoration) => viewRestoration(restoration, known)),
    tookMs: durationOf(backup),
    restoreEstimate: canRestore
      ? estimateRestoration(known.overview.restorations, {backup, restorationCollections: []})
      : null,
    canRestore,
    canDelete: canDelete(view),
  }
}

export function canDelete({status}: BackupView): boolean {
  return status === 'READY' || status === 'FAILED' || status === 'CANCELED'
}

/** The newest READY backup by when it was requested: changes since then are on nothing. */
export function lastGoodBackup({overview, deleting}: Known): Backup | null {
  return (
    overview.backups
      .filter(({id, status}) => status === 'READY' && !deleting.has(id))
      .sort((a, b) => Date.parse(b.requestedDate) - Date.parse(a.requestedDate))
      .at(0) ?? null
  )
}

export function viewProtection(known: Known, exposure: Protection['exposure']): Protection {
  const {overview} = known
  const lastGood = lastGoodBackup(known)
  return {
    level: protectionLevel(overview, lastGood),
    lastGood: lastGood && viewBackup(lastGood, known),
    nextAutomaticDate: overview.nextAutomaticDate,
    slots: {used: overview.slots.used, limit: overview.slots.limit},
    exposure,
    timeline: timeline(known),
  }
}

function protectionLevel(overview: Overview, lastGood: Backup | null): Protection['level'] {
  if (!lastGood) {
    if (overview.backups.some(({status}) => status === 'PENDING')) return 'first'
    return isEmptySite(overview.collections) ? 'noCollections' : 'none'
  }
  const newestEnded = overview.backups.find(({status}) => status === 'READY' || status === 'FAILED')
  if (newestEnded?.status === 'FAILED') return 'lastFailed'
  // Automatic backups come every 7 days (Backups API introduction): after 8 one is missing.
  const age = Date.parse(overview.now) - Date.parse(lastGood.requestedDate)
  return age > 8 * DAY ? 'stale' : 'good'
}

function isEmptySite(collections: SiteCollection[] | null): boolean {
  return collections !== null && collections.length === 0
}

function timeline({overview, deleting}: Known): Protection['timeline'] {
  const to = Date.parse(overview.now)
  const from = to - TIMELINE_DAYS * DAY
  const events: TimelineEvent[] = [
    ...overview.backups
      .filter(({status}) => status !== 'DELETED' && status !== 'CANCELED')
      .map(({id, type, requestedDate, status}): TimelineEvent => {
        return {id, kind: type, date: requestedDate, status: deleting.has(id) ? 'DELETING' : status}
      }),
    ...overview.restorations.map(({id, requestedDate, status}): TimelineEvent => {
      return {id, kind: 'RESTORATION', date: requestedDate, status}
    }),
  ]
  const shown = events
    .filter(({date}) => Date.parse(date) >= from)
    .sort((a, b) => Date.parse(a.date) - Date.parse(b.date))
    .slice(-MOST_EVENTS)
  return {from: new Date(from).toISOString(), to: overview.now, events: shown}
}
