import {compareCopy, readLive, sharedLinks, type CollectionComparison} from '../../../copies/compare-copy'
import {
  multiReferenceFields,
  type CollectionDefinition,
  type CopiedCollection,
  type CopyItem,
  type Manifest,
} from '../../../copies/copy-format'
import {openCopy, type Copy, type RandomAccess} from '../../../copies/open-copy'
import {verifyCopy} from '../../../copies/verify-copy'
import {CHOSEN_FILE, type PageDisk} from '../../disk'
import type {WorkPorts} from '../../work-ports'
import type {PageProblem} from '../../page-problem'
import type {Found, OpenedCopy} from '../recovery/recovery-state'
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

/** Lays one collection of a copy beside the site, for a person to choose single items of it. */
export async function findInCopy(
  {size, sha256}: OpenedCopy,
  collectionId: string,
  ports: WorkPorts,
  tell: (told: {compared?: number; waiting?: PageProblem | null}) => void,
): Promise<Found> {
  const calls = siteCalls(ports, (waiting) => tell({waiting}))
  const {copy, collection} = await openCollection(ports, {size, sha256}, collectionId)
  const comparing = compareCopy({
    copy,
    collections: [collection],
    site: siteItems(calls),
    live: await readSchema(calls),
    withDetails: true,
    onProgress: (compared) => tell({compared}),
  })
  for await (const {deleted, changed, added, unchanged, schema} of comparing) {
    const isHeld = (field: string) => deleted.length > 0 || changed.some(({fields}) => fields.includes(field))
    const gone = schema.filter(({change, field}) => change === 'REMOVED' && isHeld(field))
    return {deleted, changed, added, unchanged, goneFields: gone.map(({field}) => field)}
  }
  throw new Error('unreachable: one collection has one comparison')
}

/** The file may have been changed since it was read. */
export async function openCollection(
  {disk, signal}: WorkPorts,
  {size, sha256}: {size: number; sha256: string},
  collectionId: string,
): Promise<{copy: Copy; collection: CopiedCollection}> {
  const copy = await openCopy(chosenFile(disk, size), {signal})
  const collection = copy.manifest.collections.find(({id}) => id === collectionId)
  if (copy.sha256 !== sha256 || !collection) throw new Error(OTHER_FILE)
  return {copy, collection}
}

export const OTHER_FILE = 'The file is another one than before. Choose it again.'

/** An item as the copy has it, and as it is now. */
export async function readVersions(
  opened: OpenedCopy,
  collectionId: string,
  itemId: string,
  ports: WorkPorts,
): Promise<{then: CopyItem | null; now: CopyItem | null}> {
  const calls = siteCalls(ports, () => undefined)
  const {copy, collection} = await openCollection(ports, opened, collectionId)
  const then = await copy.readDefinition(collection)
  // Which of them the site has is asked only where there are any.
  const schema = multiReferenceFields(then).length > 0 ? await readSchema(calls) : []
  const live = schema.find(({id}) => id === collectionId)
  const links = live ? sharedLinks(then, live) : []
  const now = await readLive(siteItems(calls), collectionId, [{_id: itemId}], links)
  return {then: await findItem(copy, collection, itemId), now: now.get(itemId) ?? null}
}

async function findItem(copy: Copy, collection: CopiedCollection, itemId: string): Promise<CopyItem | null> {
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
