import type {Exposure} from '../contract'
import type {Called} from './call-method'
import type {PageClock} from './page-host'
import type {Protection} from './page-state'

const COUNTED_AGAIN_MS = 5 * 60_000
/** The table is painted first: what is counted takes the backend's time, and the browser's. */
const PAINT_MS = 300

const NOTHING: Protection['exposure'] = {state: 'idle', added: 0, changed: 0, unknown: 0, uncovered: []}

/** Counts what no backup holds, slice by slice: once for each newest good backup, and again every few minutes. */
export function createExposureCount(
  clock: PageClock,
  read: (next: string | null) => Promise<Called<Exposure>>,
) {
  let counted = NOTHING
  let run: {
    backupId: string
    next: string | null
    isDone: boolean
    readAt: number
    notBefore: number
  } | null = null

  return {
    state: () => counted,
    /** Content changed under it: it is counted again. */
    reset() {
      run = null
    },
    retry() {
      if (counted.state === 'failed') run = null
    },
    wants(lastGoodId: string | null): boolean {
      if (lastGoodId === null) {
        counted = NOTHING
        run = null
        return false
      }
      const isOld = run?.isDone === true && clock.elapsed() - run.readAt >= COUNTED_AGAIN_MS
      if (run?.backupId !== lastGoodId || isOld) {
        const now = clock.elapsed()
        run = {backupId: lastGoodId, next: null, isDone: false, readAt: now, notBefore: now + PAINT_MS}
      }
      return run !== null && !run.isDone && clock.elapsed() >= run.notBefore
    },
    /** When the next slice may be asked for; `null` where none is. */
    nextSliceAt(): number | null {
      return run && !run.isDone ? run.notBefore : null
    },
    async readSlice(nameOf: (collectionId: string) => string): Promise<void> {
      const asked = run
      if (!asked) return
      const isFirst = asked.next === null
      if (isFirst && counted.state === 'idle') counted = {...NOTHING, state: 'loading'}
      const result = await read(asked.next)
      if (run !== asked) return
      asked.readAt = clock.elapsed()
      if (!result.ok) {
        counted = {...NOTHING, state: 'failed'}
        asked.isDone = true
        return
      }
      const {collections, uncoveredCollectionIds, next, waitMs} = result.value
      // While it is counted again, the old sum stands until the first new slice.
      const sum = isFirst ? {...NOTHING} : {...counted}
      for (const {added, changed} of collections) {
        if (added.known) sum.added += added.value
        if (changed.known) sum.changed += changed.value
        if (!added.known || !changed.known) sum.unknown += 1
      }
      const uncovered = new Set([...sum.uncovered, ...uncoveredCollectionIds.map(nameOf)])
      counted = {...sum, uncovered: [...uncovered], state: next === null ? 'ready' : 'loading'}
      asked.next = next
      asked.isDone = next === null
      asked.notBefore = asked.readAt + waitMs
    },
  }
}
