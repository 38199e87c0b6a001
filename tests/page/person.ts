import type {RestorationCollection} from 'public/contract'
import type {Dialog, PageCommand, PageState} from 'public/page/page-state'
import type {MethodName} from './fake-site'

/** One thing that happens: by the person at the page, by somebody else, by the site, or in time. Numbers choose among what there is. */
export type Happening =
  | {does: 'create'; twice: boolean}
  | {does: 'dismiss' | 'refresh' | 'undo'}
  /** `during`: as soon as a write is under way. */
  | {does: 'reload'; during: boolean}
  /** `late`: the click was aimed at what was shown before the last thing that happened. */
  | {does: 'confirm'; late: boolean; twice: boolean}
  | {does: 'askRestore' | 'askDelete' | 'openPanel'; row: number}
  | {does: 'choose'; mask: number; safety: boolean | null; copy: boolean; typed: boolean}
  | {does: 'restore'; row: number; mask: number; safety: boolean | null; copy: boolean}
  | {does: 'continue' | 'stop'; job: number}
  | {does: 'tab' | 'filter' | 'page'; to: number}
  | {does: 'visible' | 'online'; on: boolean}
  | {does: 'other'; what: 'create' | 'auto' | 'delete' | 'restore'; row: number; mask: number}
  | {does: 'fault'; method: MethodName; fault: number}
  | {does: 'fail'; what: 'backup' | 'restoration'; on: boolean}
  | {does: 'wait'; ms: number}

/** What a person has agreed to, and what of it has not been done yet. */
export interface Agreement {
  /** `null`: a backup that deletes none. */
  creates?: {evict: string | null}
  deletes?: string
  restores?: {backupId: string; sources: string[] | null; isCopy: boolean}
  /** A safety backup, and then the restore. */
  isJob?: boolean
}

/** What confirming a dialog agrees to, as it is shown. */
export function agreementOf(dialog: Dialog): Agreement {
  switch (dialog.kind) {
    case 'create':
      return {creates: {evict: dialog.evicted?.id ?? null}}
    case 'delete':
      return {deletes: dialog.backup.id}
    case 'restore': {
      const isWhole = dialog.scope === 'all' && dialog.mode === 'replace'
      const sources = dialog.scope === 'all' ? dialog.collections.map(({id}) => id) : dialog.selected
      const restores = {
        backupId: dialog.backup.id,
        sources: isWhole ? null : [...sources].sort(),
        isCopy: dialog.mode === 'copy',
      }
      const evict = dialog.safety.evicts?.id ?? null
      return dialog.safety.on ? {restores, creates: {evict}, isJob: true} : {restores}
    }
    // Their writes are the host's and the backend's own (tests/page/automatic, tests/recovery).
    case 'automatic':
    case 'recovery':
      return {}
    // It writes nothing to the site (tests/copies).
    case 'copy':
      return {}
    // Its writes are bound to what was read (tests/copies).
    case 'fromCopy':
      return {}
  }
}

export function confirmOf(dialog: Dialog): PageCommand {
  const dialogId = dialog.id
  switch (dialog.kind) {
    case 'create':
      return {type: 'confirm', evict: dialog.evicted?.id ?? null, dialogId}
    case 'delete':
      return {type: 'confirm', evict: null, dialogId}
    case 'restore': {
      const {on, evicts} = dialog.safety
      return {type: 'confirm', evict: on ? (evicts?.id ?? null) : null, safety: on, dialogId}
    }
    case 'automatic':
      return {type: 'makeSchedulerKey'}
    case 'recovery':
      return {type: 'recoveryNext'}
    case 'copy':
      return {type: 'startCopy'}
    case 'fromCopy':
      return {type: 'writeCopy', evict: null}
  }
}

/** Takes what a write does from what was agreed to; `null` where nobody has agreed to it. */
export function agreedTo(agreements: Agreement[], method: MethodName, args: unknown[]): Agreement | null {
  const agreed = agreements.findLast((one) => fits(one, method, args))
  if (!agreed) return null
  if (method === 'createBackup') delete agreed.creates
  else if (method === 'deleteBackup') delete agreed.deletes
  else delete agreed.restores
  return agreed
}

function fits(agreement: Agreement, method: MethodName, args: unknown[]): boolean {
  const [first, second] = args
  switch (method) {
    case 'createBackup': {
      const evict = evictOf(first) ?? null
      // Who has agreed that one is deleted for it may get it for nothing.
      return agreement.creates !== undefined && (evict === null || evict === agreement.creates.evict)
    }
    case 'deleteBackup':
      return agreement.deletes === first
    case 'restoreBackup':
      return agreement.restores !== undefined && isWholeOf(agreement.restores, first)
    case 'restorePartialBackup': {
      const {restores} = agreement
      if (!restores?.sources || restores.backupId !== first) return false
      const {sources, isCopy} = restores
      const collections = second as RestorationCollection[]
      const asked = collections.map(({dataCollectionId}) => dataCollectionId).sort()
      const isFitting = ({restoreDestination}: RestorationCollection) =>
        (restoreDestination !== undefined) === isCopy
      return sources.join() === asked.join() && collections.every(isFitting)
    }
    default:
      return true
  }
}

function isWholeOf({backupId, sources}: NonNullable<Agreement['restores']>, of: unknown): boolean {
  return backupId === of && sources === null
}

function evictOf(options: unknown): string | undefined {
  return (options as {evict?: string} | undefined)?.evict
}

/** The writes that two states in a row tell the end of, one entry each: as done, refused, or unknown. */
export function toldBetween(before: PageState, after: PageState): ('create' | 'delete' | 'restore')[] {
  const told: ('create' | 'delete' | 'restore')[] = []
  const seen = new Set(before.notices.map(({id}) => id))
  for (const notice of after.notices.filter(({id}) => !seen.has(id))) {
    if (['backupStarted', 'backupFound', 'backupGone'].includes(notice.kind)) told.push('create')
    if (notice.kind === 'restoreStarted' || notice.kind === 'restoreFound') told.push('restore')
    if (notice.kind === 'backupDeleted') told.push('delete')
  }
  const troubles = new Set(before.troubles.map(({id}) => id))
  for (const {id, kind} of after.troubles)
    if (!troubles.has(id))
      told.push(kind === 'createBackup' ? 'create' : kind === 'deleteBackup' ? 'delete' : 'restore')
  for (const job of before.jobs) {
    const now = after.jobs.find(({id}) => id === job.id)
    if (now?.stage === job.stage || (!now && isAskedAgain(before, after))) continue
    if (job.stage === 'safetyRequested' && now) told.push('create')
    if (job.stage === 'restoreRequested') told.push('restore')
  }
  // What an earlier try has made after all serves as its safety backup at once.
  const jobs = new Set(before.jobs.map(({id}) => id))
  for (const {id, stage} of after.jobs) if (!jobs.has(id) && stage !== 'safetyRequested') told.push('create')
  const {dialog} = after
  const isBackups =
    dialog &&
    dialog.kind !== 'automatic' &&
    dialog.kind !== 'recovery' &&
    dialog.kind !== 'copy' &&
    dialog.kind !== 'fromCopy'
  if (isBackups && isAskedAgain(before, after))
    told.push(isOfSafetyBackup(before, after) ? 'create' : dialog.kind)
  return told
}

/** A dialog has come back with what went wrong, or with what is different now; or was opened to say it. */
function isAskedAgain(before: PageState, after: PageState): boolean {
  const {dialog} = after
  if (dialog?.stage !== 'asking') return false
  if (before.dialog?.kind === dialog.kind) return before.dialog.id !== dialog.id
  return dialog.kind === 'create' && before.creating && !after.creating
}

/** What was refused may be the safety backup: a restore comes after it. */
function isOfSafetyBackup({dialog: asked, remember}: PageState, after: PageState): boolean {
  if (asked?.kind !== 'restore') return false
  return asked.stage === 'asking' ? asked.safety.on : restoresOf(remember) === restoresOf(after.remember)
}

/** How many restores are being requested. */
function restoresOf(remember: PageState['remember']): number {
  const {attempts} = Object(remember?.value) as {attempts?: {write: {kind: string}}[]}
  return attempts?.filter(({write}) => write.kind === 'restore').length ?? 0
}
