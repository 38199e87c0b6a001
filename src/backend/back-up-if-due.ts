import type {Backup, Exposure} from 'public/contract'
import {nextAutomaticDate} from 'public/rules/next-automatic-date'
import {onDemandSlots} from 'public/rules/on-demand-slots'
import {readResult} from 'public/read-result'
import * as webMethods from './backups.web'
import {invalid} from './operations/check-arguments'
import {oneAtATime} from './operations/one-at-a-time'

export interface BackUpIfDueOptions {
  /** A backup is due when the newest READY one is older than this, in milliseconds. */
  ifNoBackupFor: number
  /** A backup is also due when more items than this were added or changed since, as far as is known. */
  ifChangesExceed?: number
  /** An automatic backup that is due within this time makes another one needless; a day when left out. */
  unlessAutomaticWithin?: number
  /** Never evicts an on-demand backup younger than this; three days when left out. */
  neverEvictYoungerThan?: number
}

export interface BackUpIfDueResult {
  /** The backup that was started; `null` where none was. */
  created: Backup | null
  reason:
    | 'NO_BACKUP'
    | 'TOO_OLD'
    | 'TOO_MANY_CHANGES'
    | 'NOT_DUE'
    | 'AUTOMATIC_SOON'
    | 'IN_PROGRESS'
    | 'WOULD_EVICT_YOUNG'
  /** The backup that went for it. */
  evicted: Backup | null
}

const DAY_MS = 24 * 60 * 60 * 1000
/** No further slice of changes is asked for after this: a Velo request lives 14 seconds. */
const COUNTING_MS = 3_000

/** A job may be started twice: the second one must see what the first has done. */
const inTurn = oneAtATime()

/**
 * Creates an on-demand backup only when one is due. Safe to call twice, as jobs run at least once: a backup that
 * is still PENDING, or young enough, is enough.
 */
export async function backUpIfDue(options: BackUpIfDueOptions): Promise<BackUpIfDueResult> {
  const checked = checkOptions(options)
  return inTurn(() => lookAndCreate(checked))
}

async function lookAndCreate({
  ifNoBackupFor,
  ifChangesExceed,
  unlessAutomaticWithin,
  neverEvictYoungerThan,
}: ReturnType<typeof checkOptions>): Promise<BackUpIfDueResult> {
  const {items} = readResult(await webMethods.listBackups({status: ['READY', 'PENDING']}))
  const now = Date.now()
  const age = ({requestedDate}: Backup) => now - Date.parse(requestedDate)

  if (items.some(({status}) => status === 'PENDING')) return nothing('IN_PROGRESS')
  const due = await whyDue()
  if (due === 'NOT_DUE' || due === 'AUTOMATIC_SOON') return nothing(due)

  const {nextEvicted} = onDemandSlots(items)
  if (nextEvicted && age(nextEvicted) < neverEvictYoungerThan) return nothing('WOULD_EVICT_YOUNG')
  const created = readResult(await webMethods.createBackup(nextEvicted ? {evict: nextEvicted.id} : {}))
  return {created, reason: due, evicted: nextEvicted}

  async function whyDue(): Promise<BackUpIfDueResult['reason']> {
    const newest = items[0]
    if (!newest) return 'NO_BACKUP'
    if (ifChangesExceed !== null && (await countChanges()) > ifChangesExceed) return 'TOO_MANY_CHANGES'
    if (age(newest) <= ifNoBackupFor) return 'NOT_DUE'
    const automatic = nextAutomaticDate(items)
    const untilAutomatic = automatic === null ? Infinity : Date.parse(automatic) - now
    return untilAutomatic >= 0 && untilAutomatic <= unlessAutomaticWithin ? 'AUTOMATIC_SOON' : 'TOO_OLD'
  }
}

/** As many collections as fit the request; those beyond count as unchanged. */
async function countChanges(): Promise<number> {
  const end = performance.now() + COUNTING_MS
  let total = 0
  let next: string | null = null
  do {
    const exposure: Exposure = readResult(await webMethods.getExposure(next))
    for (const {added, changed} of exposure.collections) {
      total += (added.known ? added.value : 0) + (changed.known ? changed.value : 0)
    }
    if (exposure.waitMs > 0) break
    next = exposure.next
  } while (next !== null && performance.now() < end)
  return total
}

function nothing(reason: BackUpIfDueResult['reason']): BackUpIfDueResult {
  return {created: null, reason, evicted: null}
}

function checkOptions(options: BackUpIfDueOptions) {
  const given = Object(options) as Partial<BackUpIfDueOptions>
  const read = (name: keyof BackUpIfDueOptions, otherwise?: number): number => {
    const value = given[name] ?? otherwise
    if (typeof value !== 'number' || !(value >= 0))
      throw invalid(`options.${name}`, 'it must be a number of 0 or more')
    return value
  }
  return {
    ifNoBackupFor: read('ifNoBackupFor'),
    ifChangesExceed: given.ifChangesExceed == null ? null : read('ifChangesExceed'),
    unlessAutomaticWithin: read('unlessAutomaticWithin', DAY_MS),
    neverEvictYoungerThan: read('neverEvictYoungerThan', 3 * DAY_MS),
  }
}
