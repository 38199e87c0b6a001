import type {backups} from '@wix/data'
import type {Backup, EngineEvent, Restoration} from '../engine/types'
import {LOCAL_APP} from './oauth'

export type BackupStateChangedHandler = (event: backups.BackupStateChangedEnvelope) => void | Promise<void>
export type RestorationStateChangedHandler = (
  event: backups.BackupRestorationStateChangedEnvelope,
) => void | Promise<void>

const ENTITY = 'wix.data.v2.backup'

/** State changes as Wix's event handlers get them (`onBackupStateChanged`, `onBackupRestorationStateChanged`). */
export class WireEvents {
  private readonly backupHandlers = new Set<BackupStateChangedHandler>()
  private readonly restorationHandlers = new Set<RestorationStateChangedHandler>()
  private sequence = 0

  constructor(
    private readonly newId: () => string,
    private readonly log: (line: string) => void,
  ) {}

  /** Also called with PENDING, when a backup is created. Answers with what takes the handler back. */
  onBackupStateChanged(handler: BackupStateChangedHandler): () => void {
    this.backupHandlers.add(handler)
    return () => this.backupHandlers.delete(handler)
  }

  onBackupRestorationStateChanged(handler: RestorationStateChangedHandler): () => void {
    this.restorationHandlers.add(handler)
    return () => this.restorationHandlers.delete(handler)
  }

  emit(event: EngineEvent): void {
    if (event.type === 'backupStateChanged') {
      const data = {backup: sdkBackup(event.backup)}
      const metadata = this.metadata('backup_state_changed', event.backup.id, event.time)
      for (const handler of this.backupHandlers) this.call(() => handler({data, metadata}))
    } else {
      const data = {restoration: sdkRestoration(event.restoration)}
      const metadata = this.metadata('backup_restoration_state_changed', event.restoration.id, event.time)
      for (const handler of this.restorationHandlers) this.call(() => handler({data, metadata}))
    }
  }

  /** Wix delivers events apart from what caused them: a handler that fails must not fail a backup. */
  private call(handler: () => void | Promise<void>): void {
    Promise.resolve()
      .then(handler)
      .catch((error: unknown) =>
        this.log(`An event handler failed: ${(error as Error)?.stack ?? String(error)}`),
      )
  }

  private metadata(slug: string, entityId: string, time: number): backups.EventMetadata {
    return {
      _id: this.newId(),
      entityFqdn: ENTITY,
      slug,
      entityId,
      eventType: `${ENTITY}_${slug}`,
      eventTime: new Date(time),
      triggeredByAnonymizeRequest: false,
      entityEventSequence: String(++this.sequence),
      instanceId: LOCAL_APP.instanceId,
    }
  }
}

/** As the SDK shows a backup: `_id`, and dates as `Date`. */
function sdkBackup({
  id,
  requestedDate,
  startedDate,
  finishedDate,
  deletedDate,
  sizeInBytes,
  ...backup
}: Backup): backups.Backup {
  return {
    ...backup,
    _id: id,
    requestedDate: new Date(requestedDate),
    startedDate: date(startedDate),
    finishedDate: date(finishedDate),
    deletedDate: date(deletedDate),
    sizeInBytes: sizeInBytes === null ? null : String(sizeInBytes),
    collections: backup.collections.map((collection) => ({
      _id: collection.id,
      displayName: collection.displayName,
    })),
  }
}

function sdkRestoration({
  id,
  backup,
  requestedDate,
  startedDate,
  finishedDate,
  ...restoration
}: Restoration): backups.Restoration {
  return {
    ...restoration,
    _id: id,
    backup: sdkBackup(backup),
    requestedDate: new Date(requestedDate),
    startedDate: date(startedDate),
    finishedDate: date(finishedDate),
  }
}

function date(time: number | null): Date | null {
  return time === null ? null : new Date(time)
}
