import type {Backup, Exposure, Overview} from '../../contract'
import {sumOfCounts} from '../../rules/restore-loss'
import {reading, to, type Facts, type WantedRead} from '../feature'
import type {Site} from '../site'
import {lastGoodBackup, viewBackup, type BackupView} from '../views'
import {timelineOf, type Timeline} from '../timeline'
import {feature} from '../running-feature'

export type ExposureState = 'idle' | 'loading' | 'ready' | 'failed'

export interface ExposureView {
  state: ExposureState
  /** What is counted so far. */
  added: number
  changed: number
  /** Collections that could not be counted. */
  unknown: number
  /** Collections that another backup was restored into since: everything in them may differ. */
  restoredSince: number
  /** Names of collections that no backup holds, and that the next one would. */
  uncovered: string[]
  /** Names of those of apps and external ones, which no backup is known to hold. */
  neverHeld: string[]
  /** The site has more collections than were looked at. */
  isMore: boolean
}

export interface Protection {
  level: 'good' | 'stale' | 'lastFailed' | 'first' | 'none' | 'noCollections'
  lastGood: BackupView | null
  nextAutomaticDate: string | null
  slots: {used: number; limit: number}
  exposure: ExposureView
  timeline: Timeline
}

interface State {
  counted: ExposureView
  run: Run | null
}

/** Counting, slice by slice: once for each newest good backup, and again every few minutes. */
interface Run {
  backupId: string
  next: string | null
  isDone: boolean
  readAt: number
  notBefore: number
}

const COUNTED_AGAIN_MS = 5 * 60_000
/** The table is painted first: what is counted takes the backend's time, and the browser's. */
const PAINT_MS = 300
const DAY = 24 * 60 * 60 * 1000

const NOTHING: ExposureView = {
  state: 'idle',
  added: 0,
  changed: 0,
  unknown: 0,
  restoredSince: 0,
  uncovered: [],
  neverHeld: [],
  isMore: false,
}

/** Am I protected? What no backup holds is counted for it. */
export const exposure = feature<State, never, {protection: Protection | null}>({
  name: 'exposure',
  initial: {counted: NOTHING, run: null},
  on(state, event, facts) {
    switch (event.type) {
      case 'siteRead':
      case 'attempt':
        return to(startedFor(state, facts))
      case 'ended':
        // Content changed under it: it is counted again.
        return to('restoration' in event.work ? startedFor({...state, run: null}, facts) : state)
      case 'refreshed':
        return to(state.counted.state === 'failed' ? startedFor({...state, run: null}, facts) : state)
      default:
        return to(state)
    }
  },
  reads: (state, facts) => readOf(state, facts),
  show: ({counted}, {site}) => ({protection: site && showProtection(counted, site)}),
})

/** A newest good backup that is another one, or was counted against long ago, is counted against anew. */
function startedFor(state: State, {site, now}: Facts): State {
  const backup = site && lastGoodBackup(site)
  if (!backup) return {counted: NOTHING, run: null}
  const {run, counted} = state
  const isOld = run?.isDone === true && now - run.readAt >= COUNTED_AGAIN_MS
  if (run?.backupId === backup.id && !isOld) return state
  return {
    counted: counted.state === 'idle' ? {...counted, state: 'loading'} : counted,
    run: {backupId: backup.id, next: null, isDone: false, readAt: now, notBefore: now + PAINT_MS},
  }
}

function readOf({run}: State, {site}: Facts): WantedRead<State> | null {
  if (!run || run.isDone || !site) return null
  const {next} = run
  const names = new Map(site.overview.collections?.map(({id, displayName}) => [id, displayName]))
  const isStill = (state: State): state is State & {run: Run} =>
    state.run?.backupId === run.backupId && state.run.next === next
  return {
    notBefore: run.notBefore,
    call: (methods) =>
      reading(
        methods.getExposure(next),
        (read) =>
          (state, {now}) =>
            to(isStill(state) ? withSlice(state, state.run, read, names, now) : state),
      ),
    failed: (state, _problem, {now}) =>
      to(
        isStill(state)
          ? {counted: {...NOTHING, state: 'failed'}, run: {...state.run, isDone: true, readAt: now}}
          : state,
      ),
  }
}

function withSlice(
  {counted}: State,
  run: Run,
  {collections, uncoveredCollectionIds, neverHeldCollectionIds, moreCollections, next, waitMs}: Exposure,
  names: ReadonlyMap<string, string>,
  now: number,
): State {
  // While it is counted again, the old sum stands until the first new slice.
  const before = run.next === null ? NOTHING : counted
  const slice = sumOfCounts(collections)
  const named = (ids: string[]) => ids.map((id) => names.get(id) ?? id)
  return {
    counted: {
      state: next === null ? 'ready' : 'loading',
      added: before.added + slice.added,
      changed: before.changed + slice.changed,
      unknown: before.unknown + slice.unknown,
      restoredSince: before.restoredSince + slice.restoredSince,
      uncovered: [...new Set([...before.uncovered, ...named(uncoveredCollectionIds)])],
      neverHeld: [...new Set([...before.neverHeld, ...named(neverHeldCollectionIds)])],
      isMore: before.isMore || moreCollections,
    },
    run: {...run, next, isDone: next === null, readAt: now, notBefore: now + waitMs},
  }
}

function showProtection(counted: ExposureView, site: Site): Protection {
  const {overview} = site
  const lastGood = lastGoodBackup(site)
  return {
    level: levelOf(overview, lastGood, counted),
    lastGood: lastGood && viewBackup(lastGood, site),
    nextAutomaticDate: overview.nextAutomaticDate,
    slots: {used: overview.slots.used, limit: overview.slots.limit},
    exposure: counted,
    timeline: timelineOf(site),
  }
}

function levelOf(overview: Overview, lastGood: Backup | null, counted: ExposureView): Protection['level'] {
  const {backups, collections} = overview
  if (!lastGood) {
    if (backups.some(({status}) => status === 'PENDING')) return 'first'
    return collections !== null && collections.length === 0 ? 'noCollections' : 'none'
  }
  const newestEnded = backups.find(({status}) => status === 'READY' || status === 'FAILED')
  if (newestEnded?.status === 'FAILED') return 'lastFailed'
  // Automatic backups come every 7 days where collections are edited (Wix's help): after 8 one may be missing, unless
  // nothing was edited.
  const age = Date.parse(overview.now) - Date.parse(lastGood.requestedDate)
  return age > 8 * DAY && !isAllCovered(counted) ? 'stale' : 'good'
}

/** What no backup ever holds is not missing from this one. */
function isAllCovered(counted: ExposureView): boolean {
  const {state, added, changed, unknown, restoredSince, uncovered, isMore} = counted
  return state === 'ready' && !isMore && added + changed + unknown + restoredSince + uncovered.length === 0
}
