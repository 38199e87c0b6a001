import {compareCopy, type CollectionComparison} from '../../../copies/compare-copy'
import type {CollectionDefinition, CopyItem, Manifest} from '../../../copies/copy-format'
import {openCopy, type Copy, type RandomAccess} from '../../../copies/open-copy'
import {verifyCopy} from '../../../copies/verify-copy'
import {CHOSEN_FILE, type PageDisk} from '../../disk'
import type {WorkPorts} from '../../work-ports'
import type {PageProblem} from '../../page-problem'
import {siteCalls} from './site-calls'
import {readSchema, siteItems} from './site-items'

/** What is told of reading: of how many items, and which half it is. */
export interface ReadingTold {
  step?: 'verifying' | 'comparing'
  items?: number
  ofItems?: number
  waiting?: PageProblem | null
}

export interface ReadCopy {
  manifest: Manifest
  sha256: string
  comparisons: CollectionComparison[]
  /** Collections of the site of another type, under the name of one of the copy: nothing can be restored into them. */
  otherTypes: string[]
}

/** The file that was chosen, read in pieces. */
export function chosenFile(disk: PageDisk, size: number): RandomAccess {
  return {size, read: (offset, length) => disk.read(CHOSEN_FILE, offset, length)}
}

/** Reads a copy to its end, then lays it beside the site. Nothing is written. */
export async function readCopy(
  size: number,
  ports: WorkPorts,
  tell: (told: ReadingTold) => void,
): Promise<ReadCopy> {
  const {disk, signal} = ports
  const calls = siteCalls(ports, (waiting) => tell({waiting}))
  const copy = await verifyCopy(chosenFile(disk, size), {
    signal,
    onProgress: (items, ofItems) => tell({step: 'verifying', items, ofItems}),
  })
  const live = await readSchema(calls)
  const comparisons: CollectionComparison[] = []
  const comparing = compareCopy({
    copy,
    collections: copy.manifest.collections,
    site: siteItems(calls),
    live,
    onProgress: (items, ofItems) => tell({step: 'comparing', items, ofItems}),
  })
  for await (const comparison of comparing) comparisons.push(comparison)
  const {manifest, sha256} = copy
  return {manifest, sha256, comparisons, otherTypes: otherTypes(manifest, live)}
}

/** An item as the copy has it, and as it is now. */
export async function readVersions(
  size: number,
  collectionId: string,
  itemId: string,
  ports: WorkPorts,
): Promise<{then: CopyItem | null; now: CopyItem | null}> {
  const calls = siteCalls(ports, () => undefined)
  const copy = await openCopy(chosenFile(ports.disk, size), {signal: ports.signal})
  const [now] = await siteItems(calls).readItems(collectionId, [itemId])
  return {then: await findItem(copy, collectionId, itemId), now: now ?? null}
}

async function findItem(copy: Copy, collectionId: string, itemId: string): Promise<CopyItem | null> {
  const collection = copy.manifest.collections.find(({id}) => id === collectionId)
  if (!collection) return null
  for await (const items of copy.readItems(collection)) {
    const found = items.find(({_id}) => _id === itemId)
    if (found) return found
  }
  return null
}

function otherTypes({collections}: Manifest, live: CollectionDefinition[]): string[] {
  const others = live.filter(({collectionType = 'NATIVE'}) => collectionType !== 'NATIVE')
  return collections.filter(({id}) => others.some((one) => one.id === id)).map(({id}) => id)
}
