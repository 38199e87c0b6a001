import type {Backup, Overview, Restoration} from '../contract'
import {onDemandSlots} from '../rules/on-demand-slots'
import {isOpen, type Attempt} from './attempt'

/** What the page knows of the site: what was read, and what its own writes have made since. */
export interface Site {
  overview: Overview
  /** Backups whose deletion was asked for. */
  deleting: ReadonlySet<string>
  /** Backups that work under way, or that waits for a person, cannot do without. */
  needed: ReadonlySet<string>
}

/** What a call has just returned is there while Wix's lists don't have it yet. */
export function withMade(read: Overview, attempts: readonly Attempt[]): Overview {
  const newestFirst = [...attempts].reverse()
  const backups = newestFirst.flatMap(madeBackup).filter(({id}) => !isListed(read.backups, id))
  const restorations = newestFirst.flatMap(madeRestoration).filter(({id}) => !isListed(read.restorations, id))
  if (backups.length + restorations.length === 0) return read
  const all = [...backups, ...read.backups]
  return {
    ...read,
    backups: all,
    restorations: [...restorations, ...read.restorations],
    slots: backups.length > 0 ? onDemandSlots(all) : read.slots,
  }
}

function madeBackup({stage}: Attempt): Backup[] {
  return stage.name === 'done' && stage.made !== null && 'backup' in stage.made ? [stage.made.backup] : []
}

function madeRestoration({stage}: Attempt): Restoration[] {
  return stage.name === 'done' && stage.made !== null && 'restoration' in stage.made
    ? [stage.made.restoration]
    : []
}

function isListed(listed: readonly {id: string}[], id: string): boolean {
  return listed.some((item) => item.id === id)
}

export function deletingBackups(attempts: readonly Attempt[]): ReadonlySet<string> {
  return new Set(
    attempts.flatMap((attempt) =>
      attempt.write.kind === 'deleteBackup' && isOpen(attempt) ? [attempt.write.backupId] : [],
    ),
  )
}

/** What a restoration in progress is read from can't be deleted either: Wix refuses it. */
export function restoredNow({restorations}: Overview): string[] {
  return restorations.filter(({status}) => status === 'PENDING').map(({backup}) => backup.id)
}
