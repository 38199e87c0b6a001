import type {Backup, Restoration, Started} from 'public/contract'
import type {Look} from '../wix/wix-request'

/**
 * What may be answered with after an unclear answer: the only one that fits, of those that are in the list now and
 * were not in the one that was read just before the write. No date decides: Wix's clock is not ours.
 */
export function theOnlyOneThatFits<T extends Backup | Restoration>(
  now: T[],
  before: T[],
  fits: (entry: T) => boolean,
): Look<Started<T>> {
  const known = new Set(before.map(({id}) => id))
  const fresh = now.filter(({id}) => !known.has(id))
  const fitting = fresh.filter(fits)
  if (fitting.length === 1) return {found: {...fitting[0]!, certain: false}}
  // Which of several is ours cannot be said; where none fits, Wix may tell it in other words than we asked in.
  const candidates = (fitting.length > 1 ? fitting : fresh) as Backup[] | Restoration[]
  return {candidates, isAmbiguous: fitting.length > 1}
}
