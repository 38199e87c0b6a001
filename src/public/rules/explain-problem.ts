import type {Backup, ErrorCode, Problem, Restoration, SiteCodeErrorCode} from '../contract'

/** The facts of a problem; the sentence is made from them. */
export type ProblemFacts<Code extends SiteCodeErrorCode = ErrorCode> = Omit<Problem<Code>, 'message'> & {
  detail?: string
}

/** A problem with its sentence: what happened, and what to do next. Names the backup where one is concerned. */
export function explainProblem<Code extends SiteCodeErrorCode>(known: ProblemFacts<Code>): Problem<Code> {
  const {detail, ...facts} = known
  return {...facts, message: sentences[known.code](facts, detail)} as Problem<Code>
}

type Facts = Omit<Problem<SiteCodeErrorCode>, 'message' | 'code'>

const sentences: Record<SiteCodeErrorCode, (facts: Facts, detail?: string) => string> = {
  INVALID_ARGUMENT: ({argument}, detail) =>
    `${argument ? `The argument "${argument}" is not valid` : 'The call is not valid'}: ${detail ?? 'Wix refused it'}.`,
  BACKUP_NOT_FOUND: ({backupId}) =>
    `There is no backup with the ID ${backupId}. It may have been removed: list the backups and choose another one.`,
  BACKUP_NOT_READY: ({backup, status}) =>
    `${backup ? `The backup ${named(backup)}` : 'This backup'} ${notReady(status)}`,
  RESTORATION_NOT_FOUND: ({restorationId}) =>
    `There is no restoration with the ID ${restorationId}. List the restorations to see which there are.`,
  COLLECTION_NOT_IN_BACKUP: ({backup, collectionIds}) =>
    `${backup ? `The backup ${named(backup)}` : 'This backup'} does not contain ${quoted(collectionIds)}. ` +
    'Choose only collections that the backup lists.',
  WOULD_EVICT: ({backup, slots}) =>
    `All ${slots?.limit ?? 3} on-demand backups are in use. Creating another one deletes the oldest, ` +
    `${backup ? named(backup) : 'which is listed last'}. Pass its ID as "evict" to accept that, or delete another backup first.`,
  WOULD_OVERWRITE: ({backup, collectionIds}) =>
    `Restoring ${backup ? `the backup ${named(backup)}` : 'this backup'} replaces the current items of ` +
    `${collectionIds && collectionIds.length > 0 ? quoted(collectionIds) : 'every collection in it'}. ` +
    'Items added or changed since are lost. Pass "overwrite: true" to accept that.',
  RESTORATION_IN_PROGRESS: () =>
    'A restoration of the same collections is still in progress. Wait until it has finished, then try again.',
  NOT_ALLOWED: () =>
    'Wix did not allow this. Only site owners and collaborators who manage this site may use backups. ' +
    'Log in again, or ask the site owner for access.',
  SITE_NOT_ENABLED: () =>
    'This site is not enabled for code yet (WDE0110). Open the site in the editor, turn on Dev Mode, and publish it once.',
  THROTTLED: () =>
    'Wix is receiving too many requests from this site right now. Wait a minute, then try again.',
  UNAVAILABLE: (_facts, detail) =>
    `${detail ?? 'Wix did not answer'}. Nothing was changed. Try again in a moment.`,
  OUTCOME_UNKNOWN: ({candidates = [], argument}, detail) =>
    `Wix did not say whether it ${detail ?? 'did this'}. It was not repeated. ` +
    (candidates.length > 0 ? `It may have been ${each(candidates)}, or somebody else's doing. ` : '') +
    'Look at the list of backups and restorations in a minute before you try again.' +
    (argument ? ` Pass "${argument}: true" to do it all the same.` : ''),
  COLLECTION_NOT_FOUND: (_facts, detail) =>
    `A collection is not there any more${detail ? ` (${detail})` : ''}. It may have been deleted meanwhile. Nothing was changed.`,
  LOOK_NOT_FOUND: ({lookId}) =>
    `There is no open look with the ID ${lookId}. It may have been closed, or its history removed: look inside the backup again.`,
  LOOK_NOT_READY: ({lookStatus}, detail) =>
    lookStatus === 'OPENING'
      ? 'The private copies are still being made. Wait until they are ready, then try again.'
      : `This look is ${lookStatus === 'FAILED' ? 'of no use' : 'closed'}${detail ? `: ${detail}` : '.'} Nothing was changed. Look inside the backup again.`,
  TOO_MANY_LOOKS: ({looks}) =>
    `${looks?.length ?? 3} looks inside backups are open already. Close one of them, then try again.`,
  TOO_MANY_COPIES: (_facts, detail) =>
    `This would make too many private copies: a look holds at most ${detail ?? 'a few'} collections, those that refer to the chosen ones included. Choose fewer collections.`,
  TOO_MUCH_AT_ONCE: (_facts, detail) =>
    `This is too much to bring back item by item${detail ? ` (${detail})` : ''}. Nothing was changed. ` +
    'Choose fewer items, or make a safety backup and restore the whole collection.',
  RECEIPT_NOT_FOUND: ({receiptId}) =>
    `There is no receipt with the ID ${receiptId}. Receipts are kept for 90 days.`,
  RECOVERY_NOT_PRIVATE: ({collectionIds}) =>
    `The collection ${quoted(collectionIds)} can be seen by others than admins. Set its permissions to admins only, then try again.`,
  PLAN_LIMIT_REACHED: (_facts, detail) =>
    `The site's plan allows no more${detail ? ` (${detail})` : ''}. Nothing of yours was changed. ` +
    'Remove collections or items that are not needed, private copies that were left over among them, then try again.',
  BACKUP_FAILED: ({backup}) =>
    `The backup ${backup ? named(backup) : ''} failed, and holds nothing. Your data was not changed. Create another one.`,
  RESTORATION_FAILED: () =>
    'The restoration failed. Look at the collections before you try again: Wix does not say how far it came.',
  UPDATE_FAILED: (facts, detail) => `The update failed${detail ? `: ${detail}` : ''}. ${takenBack(facts)}`,
  UNEXPECTED: (_facts, detail) => `Something unexpected happened${detail ? `: ${detail}` : ''}. Try again.`,
}

function takenBack({backup, collectionIds, restoration, restoreProblem}: Facts): string {
  const from = backup ? `the backup ${named(backup)}` : 'its backup'
  const byHand = `To take it back, restore ${quoted(collectionIds)} from ${from}.`
  if (restoration) {
    const whose =
      restoration.certain === false ? ' (by this restoration or an equal one of somebody else)' : ''
    return `The collections are being restored from ${from}${whose}.`
  }
  if (restoreProblem) {
    const isGone = ['BACKUP_NOT_FOUND', 'BACKUP_NOT_READY'].includes(restoreProblem.code)
    return `Taking it back failed too: ${restoreProblem.message}${isGone ? '' : ` ${byHand}`}`
  }
  if (backup && backup.status !== 'READY') return `Nothing was restored: ${from} ${notReady(backup.status)}`
  return `Nothing was restored. ${byHand}`
}

function notReady(status: Problem['status']): string {
  switch (status) {
    case 'PENDING':
      return 'is still being created. Wait until it is ready, then try again.'
    case 'FAILED':
      return 'failed and holds nothing. Choose another backup.'
    case 'DELETED':
      return 'has been deleted. Choose another backup.'
    case 'CANCELED':
      return 'was canceled and holds nothing. Choose another backup.'
    default:
      return 'is not ready. Choose another backup.'
  }
}

function named({requestedDate}: {requestedDate: string}): string {
  const date = new Date(requestedDate)
  return `of ${new Intl.DateTimeFormat('en-US', {dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC'}).format(date)} UTC`
}

const MOST_NAMES = 5

function each(candidates: readonly (Backup | Restoration)[]): string {
  const shown = candidates
    .slice(0, MOST_NAMES)
    .map((candidate) => `the ${'backup' in candidate ? 'restoration' : 'backup'} ${named(candidate)}`)
  const rest = candidates.length - shown.length
  return rest > 0 ? `${shown.join(', ')}, ${rest} more` : shown.join(' or ')
}

function quoted(ids: readonly string[] | undefined): string {
  if (!ids || ids.length === 0) return 'those collections'
  const shown = ids.slice(0, MOST_NAMES).map((id) => `"${id}"`)
  const rest = ids.length - shown.length
  return rest > 0 ? `${shown.join(', ')} and ${rest} more` : shown.join(', ')
}
