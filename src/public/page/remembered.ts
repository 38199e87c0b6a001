import type {Overview} from '../contract'
import {isOpen, type Attempt, type Write} from './attempt'
import type {RestoreJob} from './job'
import {isObject, isTextList} from './json'
import {readCollections, readJob} from './read-job'

/** What is under way, as it is kept across a reload: plain JSON. */
export interface Remembered {
  version: 2
  /** The name of the site that it is of, where that is known. */
  site: string | null
  /** The newest attempt's: new ones are counted on from here. */
  serial: number
  attempts: Attempt[]
  /** IDs of what was found after an unclear answer, and may be somebody else's. */
  uncertain: string[]
  /** IDs of what was told to have ended. */
  told: string[]
  /** What each feature remembers, by its name. */
  features: Record<string, unknown>
}

/** What storage handed back; `null` where it is nothing, of another site, or can't be understood. */
export function readRemembered(value: unknown, site: Overview): Remembered | null {
  if (!isObject(value)) return null
  if (value.version !== 2) return fromFirstVersion(value, site)
  const {serial, attempts, uncertain, told, features} = value
  if (typeof serial !== 'number') return null
  if (!Array.isArray(attempts) || !isTextList(uncertain) || !isTextList(told) || !isObject(features))
    return null
  const of = typeof value.site === 'string' ? value.site : null
  if (of !== null && site.siteName !== null && of !== site.siteName) return null
  return {
    version: 2,
    site: of,
    serial,
    attempts: attempts.flatMap((attempt) => readAttempt(attempt) ?? []),
    uncertain,
    told,
    features,
  }
}

function readAttempt(value: unknown): Attempt | null {
  if (!isObject(value) || typeof value.id !== 'string' || typeof value.owner !== 'string') return null
  const {id, owner, before} = value
  const earlier = isTextList(value.earlier) ? value.earlier : null
  const write = readWrite(value.write)
  if (!write || !isTextList(before)) return null
  return {id, owner, write, before, earlier, stage: {name: 'working'}}
}

function readWrite(value: unknown): Write | null {
  if (!isObject(value)) return null
  const {kind, evict, backupId, backupRequestedDate, requestedDate, collectionCount} = value
  if (kind === 'createBackup') return {kind, evict: typeof evict === 'string' ? evict : null}
  if (typeof backupId !== 'string') return null
  if (kind === 'deleteBackup') {
    if (typeof requestedDate !== 'string' || (value.type !== 'AUTO' && value.type !== 'ON_DEMAND'))
      return null
    return {kind, backupId, type: value.type, requestedDate}
  }
  const collections = readCollections(value.collections)
  if (kind !== 'restore' || collections === undefined) return null
  if (typeof backupRequestedDate !== 'string' || typeof collectionCount !== 'number') return null
  return {kind, backupId, backupRequestedDate, collections, collectionCount}
}

/** The clocks of a request and of the list that tells of it need not agree to the second. */
const SLACK_MS = 5_000

/**
 * Version 0.1 remembered one plan, and no list of what was there before: its date has to do for that, and what is
 * found by it is uncertain.
 */
function fromFirstVersion(plan: Record<string, unknown>, site: Overview): Remembered | null {
  const id = 'remembered'
  const job = readJob({...plan, id, task: plan, attemptId: id, isCertain: true})
  const startedAt = typeof plan.startedDate === 'string' ? Date.parse(plan.startedDate) : NaN
  if (!job || Number.isNaN(startedAt)) return null
  const write = firstVersionWrite(job)
  const listed = write?.kind === 'restore' ? site.restorations : site.backups
  const isBefore = ({requestedDate}: {requestedDate: string}) =>
    Date.parse(requestedDate) < startedAt - SLACK_MS
  const before = listed.filter(isBefore).map((item) => item.id)
  return {
    version: 2,
    site: null,
    serial: 0,
    attempts: write
      ? [{id, owner: 'restoreJob', write, before, earlier: null, stage: {name: 'working'}}]
      : [],
    uncertain: [],
    told: [],
    features: {restoreJob: [job]},
  }
}

function firstVersionWrite({stage, task}: RestoreJob): Write | null {
  if (stage === 'safetyRequested') return {kind: 'createBackup', evict: null}
  if (stage !== 'restoreRequested') return null
  const {backupId, backupRequestedDate, collections, collectionCount} = task
  return {kind: 'restore', backupId, backupRequestedDate, collections, collectionCount}
}

/** `null` where nothing is under way. */
export function toRemember(
  site: string | null,
  serial: number,
  writing: {attempts: readonly Attempt[]; uncertain: readonly string[]; told: readonly string[]},
  features: readonly {name: string; remembers(): unknown}[],
): Remembered | null {
  const attempts = writing.attempts.filter(isOpen)
  const [uncertain, told] = [[...writing.uncertain], [...writing.told]]
  const kept = features.flatMap((feature) => {
    const value = feature.remembers()
    return value === undefined ? [] : [[feature.name, value] as const]
  })
  if (attempts.length + uncertain.length + kept.length === 0) return null
  return {version: 2, site, serial, attempts, uncertain, told, features: Object.fromEntries(kept)}
}
