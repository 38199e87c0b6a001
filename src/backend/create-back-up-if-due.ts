import type {
  Backup,
  BackupsWebMethods,
  Count,
  Exposure,
  Result,
  Started,
  UnknownReason,
} from 'public/contract'
import {checkDuration} from 'public/rules/check-duration'
import {nextAutomaticDate} from 'public/rules/next-automatic-date'
import {onDemandSlots} from 'public/rules/on-demand-slots'
import {readResult} from 'public/read-result'
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
  /** Never evicts any. */
  neverEvict?: boolean
}

export interface BackUpIfDueResult {
  /** The backup that was started; `null` where none was. */
  created: Started<Backup> | null
  reason:
    | 'NO_BACKUP'
    | 'TOO_OLD'
    | 'TOO_MANY_CHANGES'
    | 'RESTORED_SINCE'
    | 'NOT_DUE'
    | 'AUTOMATIC_SOON'
    | 'IN_PROGRESS'
    | 'WOULD_EVICT_YOUNG'
    | 'WOULD_EVICT'
  /** The backup that went for it. */
  evicted: Backup | null
  /** What `ifChangesExceed` was compared with; unknown where not all could be counted, `null` where nobody had to count. */
  changes: Count | null
}

const HOUR_MS = 60 * 60 * 1000
const DAY_MS = 24 * HOUR_MS
/** Counting ends here, and what is left is unknown: a Velo request lives 14 seconds, and the backup comes after it. */
const COUNTING_MS = 4_000
/** A backup that is PENDING for longer is stuck, and protects nothing: it keeps no other one from being made. */
const STUCK_AFTER_MS = 12 * HOUR_MS

export type BackUpIfDue = (options: BackUpIfDueOptions) => Promise<BackUpIfDueResult>

type Methods = Pick<BackupsWebMethods, 'listBackups' | 'listRestorations' | 'createBackup' | 'getExposure'>

/** `backUpIfDue` over these methods: a site's web methods, or an app's operations. */
export function createBackUpIfDue(methods: Methods): BackUpIfDue {
  // A job may be started twice: the second one must see what the first has done.
  const inTurn = oneAtATime()
  return async (options) => {
    const checked = checkOptions(options)
    return inTurn(() => lookAndCreate(methods, checked))
  }
}

async function lookAndCreate(
  methods: Methods,
  {
    ifNoBackupFor,
    ifChangesExceed,
    unlessAutomaticWithin,
    neverEvictYoungerThan,
    neverEvict,
  }: ReturnType<typeof checkOptions>,
): Promise<BackUpIfDueResult> {
  const {items} = readResult(await methods.listBackups({status: ['READY', 'PENDING']}))
  const now = Date.now()
  const age = ({requestedDate}: Backup) => now - Date.parse(requestedDate)
  const isUnderWay = (backup: Backup) => backup.status === 'PENDING' && age(backup) < STUCK_AFTER_MS

  if (items.some(isUnderWay)) return nothing('IN_PROGRESS')
  // Age first: what is overdue must not wait for a count, which may fail.
  const byAge = dueByAge()
  const mayChange = (byAge === 'NOT_DUE' || byAge === 'AUTOMATIC_SOON') && ifChangesExceed !== null
  const changes = mayChange ? await countChanges(methods, ifChangesExceed) : null
  const due = dueByChanges() ?? byAge
  if (due === 'NOT_DUE' || due === 'AUTOMATIC_SOON') return {...nothing(due), changes}

  // What a backup holds that is made now would be replaced as soon as it ends.
  if (due === 'RESTORED_SINCE' && (await isRestoring(methods))) return {...nothing('IN_PROGRESS'), changes}

  const {nextEvicted} = onDemandSlots(items)
  if (nextEvicted && neverEvict) return {...nothing('WOULD_EVICT'), changes}
  if (nextEvicted?.status === 'READY' && age(nextEvicted) < neverEvictYoungerThan) {
    return {...nothing('WOULD_EVICT_YOUNG'), changes}
  }
  const created = readResult(await methods.createBackup(nextEvicted ? {evict: nextEvicted.id} : {}))
  return {created, reason: due, evicted: nextEvicted, changes}

  function dueByChanges(): BackUpIfDueResult['reason'] | null {
    if (changes === null) return null
    if (changes.known) return changes.value > ifChangesExceed! ? 'TOO_MANY_CHANGES' : null
    // Everything may differ from the newest backup: that is no failed count, which may be over tomorrow.
    return changes.reason === 'RESTORED_SINCE' ? 'RESTORED_SINCE' : null
  }

  function dueByAge(): BackUpIfDueResult['reason'] {
    const newest = items.find(({status}) => status === 'READY')
    if (!newest) return 'NO_BACKUP'
    if (age(newest) <= ifNoBackupFor) return 'NOT_DUE'
    const automatic = nextAutomaticDate(items)
    const untilAutomatic = automatic === null ? Infinity : Date.parse(automatic) - now
    return untilAutomatic >= 0 && untilAutomatic <= unlessAutomaticWithin ? 'AUTOMATIC_SOON' : 'TOO_OLD'
  }
}

async function isRestoring(methods: Methods): Promise<boolean> {
  const {items} = readResult(await methods.listRestorations({status: ['PENDING'], paging: {limit: 1}}))
  return items.length > 0
}

/** More than `most` is known as soon as that many are counted, whatever else is unknown. */
async function countChanges(methods: Methods, most: number): Promise<Count> {
  const end = performance.now() + COUNTING_MS
  let total = 0
  let reason: UnknownReason | null = null
  let next: string | null = null
  do {
    const slice: Result<Exposure> | undefined = await within(
      end - performance.now(),
      methods.getExposure(next),
    )
    if (!slice) return unknown('UNAVAILABLE')
    if (!slice.ok) return unknown(slice.error.code)
    for (const {added, changed} of slice.value.collections) {
      for (const count of [added, changed]) {
        if (count.known) total += count.value
        else if (count.reason === 'RESTORED_SINCE') return unknown(count.reason)
        else reason ??= count.reason
      }
    }
    next = slice.value.next
    if (slice.value.waitMs > 0) reason ??= 'THROTTLED'
  } while (next !== null && reason !== 'THROTTLED' && total <= most)
  return reason === null ? {known: true, value: total} : unknown(reason)

  function unknown(why: UnknownReason): Count {
    return total > most ? {known: true, value: total} : {known: false, reason: why}
  }
}

/** `undefined` when the time is over. What was asked for goes on, and only reads. */
async function within<T>(ms: number, work: Promise<T>): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const over = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), Math.max(0, ms))
  })
  try {
    return await Promise.race([work, over])
  } finally {
    clearTimeout(timer)
  }
}

function nothing(reason: BackUpIfDueResult['reason']): BackUpIfDueResult {
  return {created: null, reason, evicted: null, changes: null}
}

function checkOptions(options: BackUpIfDueOptions) {
  const given = Object(options) as Partial<BackUpIfDueOptions>
  if (given.ifNoBackupFor == null)
    throw invalid('options.ifNoBackupFor', 'it must be a number of milliseconds')
  const {neverEvict = false} = given
  if (typeof neverEvict !== 'boolean') throw invalid('options.neverEvict', 'it must be true or false')
  return {
    neverEvict,
    ifNoBackupFor: checkDuration('options.ifNoBackupFor', given.ifNoBackupFor, 0),
    ifChangesExceed: checkNumber(given.ifChangesExceed),
    unlessAutomaticWithin: checkDuration(
      'options.unlessAutomaticWithin',
      given.unlessAutomaticWithin,
      DAY_MS,
    ),
    neverEvictYoungerThan: checkDuration(
      'options.neverEvictYoungerThan',
      given.neverEvictYoungerThan,
      3 * DAY_MS,
    ),
  }
}

function checkNumber(ifChangesExceed: unknown): number | null {
  if (ifChangesExceed === undefined || ifChangesExceed === null) return null
  if (typeof ifChangesExceed !== 'number' || !Number.isFinite(ifChangesExceed) || ifChangesExceed < 0) {
    throw invalid('options.ifChangesExceed', 'it must be a number of items, 0 or more')
  }
  return ifChangesExceed
}
