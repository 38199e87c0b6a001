import type {BackupType} from '../../contract'
import type {
  BackupView,
  Estimate,
  Notice,
  PageProblem,
  PlanStage,
  Protection,
  RestorationView,
  StatusFilter,
  TimelineEvent,
} from '../page-state'
import type {Formats} from './formats'

/** What is said of some collections: how many, and the names of the first few. */
export interface SomeCollections {
  count: number
  names: readonly string[]
}

/** Everything that the page says, in one language. English sets the shape; another language has all of it. */
export type Texts = ReturnType<typeof english>

export function english(formats: Formats) {
  const {plural, dateTime, duration, durationRange, list, number} = formats
  const relative = (date: string, now: string) => {
    const text = formats.relative(date, now)
    return text === 'now' ? 'just now' : text
  }
  const typeOf: Record<BackupType, string> = {AUTO: 'automatic', ON_DEMAND: 'on-demand'}
  const collections = (count: number) => plural(count, {one: '{n} collection', other: '{n} collections'})
  const items = (count: number) => plural(count, {one: '{n} item', other: '{n} items'})
  const backupOf = (type: BackupType, date: string) => `the ${typeOf[type]} backup from ${dateTime(date)}`
  const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

  return {
    title: 'Backups',
    subtitle: 'Copies of the live content in your site’s collections, ready to be restored.',
    createBackup: 'Create Backup',
    loading: 'Loading your backups',
    unknown: 'Unknown',
    close: 'Close',
    cancel: 'Cancel',
    tryAgain: 'Try Again',
    checking: 'Checking',
    dismiss: 'Dismiss',
    collections,

    type: {AUTO: 'Automatic', ON_DEMAND: 'On demand'} satisfies Record<BackupType, string>,
    status: {
      PENDING: 'In progress',
      READY: 'Ready',
      FAILED: 'Failed',
      DELETED: 'Deleted',
      CANCELED: 'Canceled',
      DELETING: 'Deleting',
    } satisfies Record<BackupView['status'], string>,
    restorationStatus: {
      PENDING: 'In progress',
      COMPLETED: 'Completed',
      FAILED: 'Failed',
    } satisfies Record<RestorationView['status'], string>,

    protection: {
      label: 'Am I protected?',
      title: {
        good: 'Your collections are protected',
        stale: 'Your last good backup is getting old',
        lastFailed: 'Your latest backup failed',
        first: 'Your first backup is being created',
        none: 'Your collections aren’t protected yet',
        noCollections: 'There’s nothing to back up yet',
      } satisfies Record<Protection['level'], string>,
      sentence(level: Protection['level'], lastGood: BackupView | null, now: string): string {
        const from = lastGood ? relative(lastGood.requestedDate, now) : ''
        switch (level) {
          case 'good':
            return `The last good backup was made ${from}. You can go back to it at any time.`
          case 'stale':
            return `The last good backup was made ${from}. Automatic backups usually come every 7 days: create one now to be safe.`
          case 'lastFailed':
            return `You can still go back to the backup made ${from}. Create another one to protect what changed since.`
          case 'first':
            return 'Until it’s ready, nothing can be restored.'
          case 'none':
            return 'Wix backs up your live content every 7 days. Create the first backup now to be able to go back.'
          case 'noCollections':
            return 'This site has no collections. Once you add one, Wix backs up its live content every 7 days.'
        }
      },
      lastGood: 'Last good backup',
      noGood: 'None yet',
      nextAutomatic: 'Next automatic backup',
      estimated: 'Estimate: 7 days after the last one',
      due: 'Due now',
      noAutomatic: 'Not known before the first one',
      slots: 'On-demand backups',
      slotsUsed: (used: number, limit: number) => `${number(used)} of ${number(limit)} used`,
      slotsFree: (free: number) =>
        free === 0
          ? 'The next one deletes the oldest'
          : plural(free, {one: '{n} more is free', other: '{n} more are free'}),
      exposure: 'Not in any backup yet',
      counting: 'Counting changes',
      notCounted: 'Couldn’t be counted',
      noChanges: 'No new or changed items',
      changes: (added: number, changed: number) =>
        [
          added > 0 ? `${items(added)} added` : '',
          changed > 0 ? (added > 0 ? `${number(changed)} changed` : `${items(changed)} changed`) : '',
        ]
          .filter(Boolean)
          .join(', '),
      sinceLast: 'Since the last good backup',
      someUnknown: (count: number) =>
        plural(count, {
          one: '{n} collection couldn’t be counted',
          other: '{n} collections couldn’t be counted',
        }),
      uncovered: (names: readonly string[]) => `In no backup: ${list(few(names))}`,
    },

    timeline: {
      title: 'The last 5 weeks',
      today: 'Today',
      event: ({kind, status, date}: TimelineEvent) =>
        `${kind === 'RESTORATION' ? 'Restoration' : kind === 'AUTO' ? 'Automatic backup' : 'On-demand backup'}, ${dateTime(date)}${
          status === 'FAILED' ? ', failed' : status === 'PENDING' ? ', in progress' : ''
        }`,
      legend: {AUTO: 'Automatic', ON_DEMAND: 'On demand', RESTORATION: 'Restoration'} satisfies Record<
        TimelineEvent['kind'],
        string
      >,
      none: 'Nothing in the last 5 weeks.',
    },

    list: {
      backups: 'Backups',
      restorations: 'Restorations',
      type: 'Type',
      anyType: 'All types',
      status: 'Status',
      statusFilter: {
        CURRENT: 'All statuses',
        READY: 'Ready',
        PENDING: 'In progress',
        FAILED: 'Failed',
        DELETED: 'Deleted',
      } satisfies Record<StatusFilter, string>,
      requested: 'Requested',
      finished: 'Finished',
      size: 'Size',
      collections: 'Collections',
      actions: 'Actions',
      restore: 'Restore',
      delete: 'Delete',
      restoreThis: (type: BackupType, date: string) => `Restore ${backupOf(type, date)}`,
      deleteThis: (type: BackupType, date: string) => `Delete ${backupOf(type, date)}`,
      detailsOf: (type: BackupType, date: string) => `Details of ${backupOf(type, date)}`,
      newer: 'Newer',
      older: 'Older',
      page: (page: number) => `Page ${number(page)}`,
      noMatches: 'No backups match these filters',
      clearFilters: 'Clear Filters',
      restoredFrom: 'Restored from',
      took: 'Took',
      wholeSite: 'Everything in the backup',
      asCopy: 'Into a copy',
      noRestorations: 'Nothing has been restored yet',
      noRestorationsHint: 'When you restore a backup, you can follow it here.',
      failedRestoration:
        'Check the collections, then restore again. If it keeps failing, choose another backup.',
      failedBackup: 'It holds nothing. Create another one.',
      again: 'Restore Again',
      undo: 'Undo',
      undoThis: (date: string) => `Undo the restoration from ${dateTime(date)}`,
    },

    progress: {
      usually: ({lowMs, highMs}: Estimate) => `Usually takes ${durationRange(lowMs, highMs)}`,
      longer: 'Taking longer than usual',
      elapsed: (ms: number) => `${duration(ms)} so far`,
      label: 'Estimated progress',
      percent: (percent: number) => `About ${number(percent)}%`,
    },

    empty: {
      title: 'No backups yet',
      text: 'Create the first backup to be able to go back to your collections as they are now. Wix also creates one every 7 days.',
      noCollectionsTitle: 'Add a collection first',
      noCollectionsText:
        'Backups hold the items of your site’s collections. Add a collection in the CMS, then come back.',
    },

    create: {
      title: 'Create a backup?',
      failedTitle: 'The backup wasn’t created',
      checkingTitle: 'Was the backup started?',
      evicts: (date: string, now: string) =>
        `Creating this backup will delete the oldest on-demand backup, from ${dateTime(date)} (${relative(date, now)}).`,
      slots: (used: number, limit: number) =>
        `${number(used)} of ${number(limit)} on-demand backups are in use.`,
      onlyOne: 'It’s the only good backup within a week of that date.',
      other:
        'To keep it, cancel and delete another on-demand backup first. Automatic backups aren’t affected.',
      changed: 'Something changed while you were deciding. Please look again.',
      free: 'A place for on-demand backups is free now: nothing will be deleted.',
      confirm: 'Create and Delete the Oldest',
      confirmFree: 'Create Backup',
      working: 'Creating',
      checking: 'It isn’t clear whether the backup was started. Checking before anything is repeated.',
      notFoundTitle: 'The backup wasn’t started',
      notFound: 'Wix didn’t answer, and no new backup is listed. You can try again.',
    },

    delete: {
      title: 'Delete this backup?',
      text: (type: BackupType, date: string, now: string) =>
        `You’re about to delete ${backupOf(type, date)} (${relative(date, now)}). You won’t be able to restore it.`,
      lastGood: 'It’s your only good backup. After this, there’s nothing to go back to.',
      gone: 'This backup has already been deleted. There’s nothing left to do.',
      confirm: 'Delete Backup',
      working: 'Deleting',
    },

    restore: {
      title: (date: string) => `Restore the backup from ${dateTime(date)}?`,
      undoTitle: 'Undo the restoration?',
      undoText: (date: string) =>
        `This restores the safety backup from ${dateTime(date)}, made just before the restoration.`,
      about: (type: BackupType, date: string, now: string, count: number) =>
        `${sentence(typeOf[type])} backup, made ${relative(date, now)}, with ${collections(count)}.`,
      what: 'What to restore',
      all: (count: number) => `All ${collections(count)}`.replace('All 1 ', 'The only '),
      some: 'Only some collections',
      search: 'Search collections',
      clearSearch: 'Clear search',
      selectAll: (count: number) => `Select all (${number(count)})`,
      selected: (count: number, of: number) => `${number(count)} of ${number(of)} selected`,
      noMatches: 'No collection has this name',
      where: 'Where to',
      replace: 'Replace the current items',
      copy: 'Into a copy beside the original',
      copyText: 'The originals stay as they are. Each copy is a new collection with “restored” in its name.',
      warningTitle: 'Current items will be replaced',
      warning: (since: string, now: string) =>
        `The items in these collections will become exactly what they were ${relative(since, now)}. Items added since then may be lost, and changes are taken back.`,
      during: 'Whatever visitors submit while it’s being restored may be lost too.',
      deletedReturn: 'Items deleted since then come back.',
      counting: 'Counting',
      forecastFailed: 'What will be lost couldn’t be counted.',
      lost: (added: number, changed: number) =>
        [
          added > 0 ? `${items(added)} added` : '',
          changed > 0 ? (added > 0 ? `${number(changed)} changed` : `${items(changed)} changed`) : '',
        ]
          .filter(Boolean)
          .join(', '),
      lostTotal: (added: number, changed: number, date: string) =>
        `${[
          added > 0 ? `${items(added)} added` : '',
          changed > 0 ? (added > 0 ? `${number(changed)} changed` : `${items(changed)} changed`) : '',
        ]
          .filter(Boolean)
          .join(' and ')} since ${dateTime(date)} will be lost.`,
      nothingLost: (date: string) => `No item was added or changed since ${dateTime(date)}.`,
      atLeast: 'It may be more: some collections couldn’t be counted.',
      unchanged: 'No changes',
      notCounted: 'Couldn’t be counted',
      missing: 'Not on your site now',
      uncertain: 'May not be in the backup: an app or another database keeps it',
      references: (names: readonly string[]) => `References to ${list(few(names))} may be broken`,
      tookLast: ({lowMs, highMs, samples}: Estimate) =>
        samples === 1
          ? `The last restoration took ${durationRange(lowMs, highMs)}.`
          : `The last ${number(samples)} restorations took ${durationRange(lowMs, highMs)}.`,
      safety: 'Create a safety backup first',
      safetyText: 'Then you can undo the restoration. It starts by itself when the safety backup is ready.',
      safetyEvicts: (date: string, now: string) =>
        `The safety backup will delete the oldest on-demand backup, from ${dateTime(date)} (${relative(date, now)}).`,
      safetyRefused:
        'A safety backup isn’t possible now: it would delete the very backup you’re restoring, because it’s the oldest on-demand one. Delete another on-demand backup first, or restore into a copy.',
      typeName: (name: string) => `To confirm, type the name of your site: ${name}`,
      typeWord: (word: string) => `To confirm, type ${word}`,
      nothingChosen: 'Choose at least one collection.',
      changed: 'Something changed while you were deciding. Please look again.',
      gone: 'This backup has been deleted in the meantime. Choose another one.',
      confirmNone: 'Restore',
      confirm: (count: number) =>
        plural(count, {one: 'Replace {n} Collection', other: 'Replace {n} Collections'}),
      confirmSafety: (count: number) =>
        plural(count, {
          one: 'Back Up, Then Replace {n} Collection',
          other: 'Back Up, Then Replace {n} Collections',
        }),
      confirmCopy: (count: number) => `Restore Into ${plural(count, {one: '{n} Copy', other: '{n} Copies'})}`,
      working: 'Starting',
      checking: 'It isn’t clear whether this was started. Checking before anything is repeated.',
      notFoundTitle: 'It wasn’t started',
      notFound: 'Wix didn’t answer, and nothing new is listed. You can try again.',
    },

    plan: {
      title: {
        safetyRequested: 'Step 1 of 2: Creating a safety backup',
        safetyPending: 'Step 1 of 2: Creating a safety backup',
        safetyReady: 'The safety backup is ready. Nothing has been restored.',
        safetyFailed: 'There’s no safety backup. Nothing has been restored.',
        restoreRequested: 'Step 2 of 2: Starting the restoration',
        restoring: 'Step 2 of 2: Restoring',
        restoreRefused: 'The safety backup is ready, but the restoration didn’t start.',
      } satisfies Record<PlanStage, string>,
      waiting: 'A safety backup is being created. Nothing has been restored.',
      next: (what: SomeCollections, type: BackupType, date: string) =>
        `When it’s ready, ${someCollections(what)} will be restored from ${backupOf(type, date)}.`,
      restoring: (what: SomeCollections, type: BackupType, date: string) =>
        `${sentence(someCollections(what))} from ${backupOf(type, date)}. You can undo this afterward.`,
      interrupted: (what: SomeCollections, type: BackupType, date: string) =>
        `The page was closed or reloaded before ${someCollections(what)} could be restored from ${backupOf(type, date)}. It won’t go on by itself.`,
      failed: (what: SomeCollections, type: BackupType, date: string) =>
        `The safety backup failed or was deleted, so ${someCollections(what)} weren’t restored from ${backupOf(type, date)}.`,
      restoreNow: 'Restore Now',
      restoreWhenReady: 'Restore When Ready',
      startAgain: 'Start Again',
      stop: 'Don’t Restore',
    },

    restoring: (what: SomeCollections, type: BackupType, date: string) =>
      `Restoring ${someCollections(what)} from ${backupOf(type, date)}`,
    restoringHint: 'Avoid changing these collections until it’s done: what’s added meanwhile may be lost.',

    outcome: {
      restored: (what: SomeCollections, date: string) =>
        `${sentence(someCollections(what))} ${what.count === 1 ? 'is' : 'are'} back to how ${what.count === 1 ? 'it was' : 'they were'} on ${dateTime(date)}.`,
      copied: (what: SomeCollections, date: string) =>
        `Copies of ${someCollections(what)} from ${dateTime(date)} are in your CMS, with “restored” in their names.`,
      restoredTitle: 'Restored',
      failedTitle: 'The restoration failed',
      failed: (what: SomeCollections, date: string) =>
        `${sentence(someCollections(what))} couldn’t be restored from the backup of ${dateTime(date)}. Check the collections, then try again or choose another backup.`,
      undo: 'Undo',
    },

    panel: {
      title: 'Backup details',
      requested: 'Requested',
      started: 'Started',
      finished: 'Finished',
      deleted: 'Deleted',
      took: 'Took',
      restoring: 'Restoring it',
      about: ({lowMs, highMs}: Estimate) => `About ${durationRange(lowMs, highMs)}`,
      size: 'Size',
      id: 'Backup ID',
      collections: (count: number) => `Collections (${number(count)})`,
      restorations: 'Restorations from this backup',
      noRestorations: 'It hasn’t been restored.',
      notYet: 'Not yet',
    },

    problem: {
      title: {
        INVALID_ARGUMENT: 'That isn’t possible',
        BACKUP_NOT_FOUND: 'The backup is gone',
        BACKUP_NOT_READY: 'The backup isn’t ready',
        RESTORATION_NOT_FOUND: 'The restoration is gone',
        COLLECTION_NOT_IN_BACKUP: 'Not in this backup',
        WOULD_EVICT: 'Another backup would be deleted',
        WOULD_OVERWRITE: 'Current items would be replaced',
        RESTORATION_IN_PROGRESS: 'A restoration is in progress',
        NOT_ALLOWED: 'You don’t have permission',
        SITE_NOT_ENABLED: 'Backups aren’t available on this site yet',
        THROTTLED: 'Too many requests',
        UNAVAILABLE: 'Wix isn’t answering',
        OUTCOME_UNKNOWN: 'It isn’t clear what happened',
        COLLECTION_NOT_FOUND: 'The collection is gone',
        LOOK_NOT_FOUND: 'This look is closed',
        LOOK_NOT_READY: 'The private copies aren’t ready',
        TOO_MANY_LOOKS: 'Too many looks are open',
        TOO_MANY_COPIES: 'Too many collections at once',
        TOO_MUCH_AT_ONCE: 'Too much at once',
        RECEIPT_NOT_FOUND: 'The receipt is gone',
        RECOVERY_NOT_PRIVATE: 'The history could be seen by others',
        UNEXPECTED: 'Something went wrong',
        OFFLINE: 'You’re offline',
        SESSION_ENDED: 'Your session has ended',
      } satisfies Record<PageProblem['code'], string>,
      text({code, message, status}: PageProblem): string {
        switch (code) {
          case 'INVALID_ARGUMENT':
          case 'UNEXPECTED':
            return message || 'Try again. If it happens again, contact Wix support.'
          case 'BACKUP_NOT_FOUND':
            return 'It may have been deleted. Choose another backup.'
          case 'BACKUP_NOT_READY':
            return status === 'PENDING'
              ? 'It’s still being created. Wait until it’s ready, then try again.'
              : 'It was deleted, or it failed and holds nothing. Choose another backup.'
          case 'RESTORATION_NOT_FOUND':
            return 'Refresh the list to see which restorations there are.'
          case 'COLLECTION_NOT_IN_BACKUP':
            return 'This backup doesn’t hold all of the collections you chose. Choose only those it lists.'
          case 'WOULD_EVICT':
            return 'All on-demand backups are in use. Look again at which one would be deleted.'
          case 'WOULD_OVERWRITE':
            return 'Confirm that the current items may be replaced.'
          case 'RESTORATION_IN_PROGRESS':
            return 'Some of these collections are being restored right now. Wait until that’s done, then try again.'
          case 'NOT_ALLOWED':
            return 'Only the site’s owner and collaborators who manage it can use backups. Ask the owner for access.'
          case 'SITE_NOT_ENABLED':
            return 'Open the site in the editor, turn on Dev Mode, and publish it once. Then come back and try again.'
          case 'THROTTLED':
            return 'Wix is receiving too many requests from this site. Wait a minute, then try again.'
          case 'UNAVAILABLE':
            return 'Your backups aren’t affected. Try again in a moment.'
          case 'OUTCOME_UNKNOWN':
            return 'Wix didn’t say whether it was done, so it wasn’t repeated. Look at the list before you try again.'
          case 'COLLECTION_NOT_FOUND':
            return 'It may have been deleted meanwhile. Nothing was changed. Refresh the page.'
          case 'LOOK_NOT_FOUND':
            return 'Its private copies are gone. Look inside the backup again.'
          case 'LOOK_NOT_READY':
            return 'They are still being made, or could not be made. Nothing was changed. Look inside the backup again.'
          case 'TOO_MANY_LOOKS':
            return 'Close one of the open looks, then try again.'
          case 'TOO_MANY_COPIES':
            return 'A private copy is made of each collection, and of those that refer to it. Choose fewer collections.'
          case 'TOO_MUCH_AT_ONCE':
            return 'Choose fewer items, or make a safety backup and restore the whole collection. Nothing was changed.'
          case 'RECEIPT_NOT_FOUND':
            return 'Receipts are kept for 90 days.'
          case 'RECOVERY_NOT_PRIVATE':
            return 'In the CMS, set the permissions of the collection “Backups: history” to admins only, then try again.'
          case 'OFFLINE':
            return 'Check your connection. The page goes on by itself once you’re back.'
          case 'SESSION_ENDED':
            return 'Reload the page and log in again. Your backups aren’t affected.'
        }
      },
      stale: (date: string, now: string) => `What you see is from ${relative(date, now)}.`,
      requestId: (id: string) => `Request ID for Wix support: ${id}`,
      collections: 'The names of your collections couldn’t be read, but your backups are listed.',
    },

    notice(notice: Notice, now: string): string {
      switch (notice.kind) {
        case 'backupStarted':
          return 'Your backup is being created.'
        case 'backupReady':
          return `${sentence(typeOf[notice.type])} backup is ready.`
        case 'backupFailed':
          return `The ${typeOf[notice.type]} backup requested ${relative(notice.requestedDate, now)} failed. It holds nothing: create another one.`
        case 'backupDeleted':
          return `${sentence(backupOf(notice.type, notice.requestedDate))} was deleted.`
        case 'restoreStarted':
          return `Restoring ${collections(notice.collectionCount)} from ${dateTime(notice.backupRequestedDate)}.`
        case 'restored':
          return notice.copy
            ? `${sentence(collections(notice.collectionCount))} restored into copies.`
            : `${sentence(collections(notice.collectionCount))} restored from ${dateTime(notice.backupRequestedDate)}.`
        case 'restoreFailed':
          return `The restoration from ${dateTime(notice.backupRequestedDate)} failed. Check the collections, then try again.`
      }
    },
  }

  function few(names: readonly string[]): string[] {
    const rest = names.length - 3
    return rest > 0 ? [...names.slice(0, 3), plural(rest, {one: '{n} more', other: '{n} more'})] : [...names]
  }

  function someCollections({count, names}: SomeCollections): string {
    return count > names.length || names.length === 0 ? collections(count) : list(names)
  }
}
