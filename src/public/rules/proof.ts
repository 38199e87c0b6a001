import type {CollectionName} from '../contract'
import {withoutPrivate} from './private-collections'

/** A drill's sample: each collection takes a private copy, and a plan limits the number of collections. */
const MOST_PROVEN = 3

export function proofSample(held: CollectionName[]): CollectionName[] {
  return withoutPrivate(held).slice(0, MOST_PROVEN)
}

/** What differs from the site came back as it was, where the site has changed it after the backup. */
export function isChangedSince(updatedDate: string | null, backedUp: string): boolean {
  return updatedDate !== null && Date.parse(updatedDate) > Date.parse(backedUp)
}

/** Of what the site has and the backup has not, what was there before it: that did not come back. */
export function missingOf(added: number, createdSince: number): number {
  return Math.max(0, added - createdSince)
}
