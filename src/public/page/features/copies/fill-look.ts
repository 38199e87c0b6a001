import {BackupsError} from '../../../backups-error'
import {
  referencedCollection,
  type CollectionDefinition,
  type CopiedCollection,
  type CopyItem,
} from '../../../copies/copy-format'
import {idsIn} from '../../../copies/compare-copy'
import type {Copy} from '../../../copies/open-copy'
import {
  splitIntoBulks,
  UNCLEAR,
  withoutLinks,
  type Link,
  type RestoreTarget,
} from '../../../copies/restore-copy'
import type {Look} from '../../../recovery-contract'
import type {PageProblem} from '../../page-problem'
import type {WorkPorts} from '../../work-ports'
import type {OpenedCopy} from '../recovery/recovery-state'
import {openCollection} from './read-copy'
import {CallFailed, siteCalls} from './site-calls'
import {readSchema} from './site-items'
import {BULK_BYTES, siteTarget} from './site-target'

export interface Chosen {
  copy: OpenedCopy
  look: Look
  collectionId: string
  /** Items that come back whole. */
  deleted: string[]
  /** Items of which fields come back. */
  changed: string[]
}

/** A recovery holds no more; the backend counts it too. */
const MOST_BYTES = 10 * 1024 * 1024
/** References that are asked for at once. */
const MOST_BULK = 1000
const MOST_ATTEMPTS = 5

/**
 * Hands over to the backend what was chosen of a copy, and what referred to what comes back: written into the private
 * copies of its look, which are empty. Written again after it was stopped, nothing is there twice. Answers how many
 * references Wix did not take.
 */
export async function fillLook(
  {copy: opened, look, collectionId, deleted, changed}: Chosen,
  ports: WorkPorts,
  tell: (told: {done?: number; waiting?: PageProblem | null}) => void,
): Promise<number> {
  const calls = siteCalls(ports, (waiting) => tell({waiting}))
  const target = siteTarget(calls)
  const {copy, collection} = await openCollection(ports, opened, collectionId)
  const live = await readSchema(calls)
  const copyIds = new Map(look.collections.map((one) => [one.collectionId, one.copyId]))
  const into = copyIds.get(collectionId)!

  const wanted = new Set([...deleted, ...changed])
  const items = await readChosen(copy, collection, wanted)
  const definition = await copy.readDefinition(collection)
  const multi = sharedReferences(definition, live).filter((field) => field.multi)
  await insertAll(
    target,
    into,
    items.map((item) => withoutLinks(definition, item)),
    (done) => tell({done}),
  )
  let failed = await linkAll(
    target,
    into,
    items.flatMap((item) => multi.flatMap(({key}) => linksOf(item, key))),
  )

  const back = new Set(deleted)
  for (const referring of copy.manifest.collections) {
    const id = copyIds.get(referring.id)
    if (id === undefined || back.size === 0) continue
    const pointing = sharedReferences(await copy.readDefinition(referring), live).filter(
      (field) => field.into === collectionId,
    )
    if (pointing.length === 0) continue
    for await (const page of copy.readItems(referring)) {
      const {found, links} = whatRefers(page, pointing, back)
      await insertAll(target, id, found)
      failed += await linkAll(target, id, links)
    }
  }
  return failed
}

async function readChosen(
  copy: Copy,
  collection: CopiedCollection,
  wanted: ReadonlySet<string>,
): Promise<CopyItem[]> {
  const items: CopyItem[] = []
  let bytes = 0
  for await (const page of copy.readItems(collection)) {
    const some = page.filter(({_id}) => wanted.has(_id))
    items.push(...some)
    bytes += some.reduce((sum, item) => sum + JSON.stringify(item).length, 0)
    if (bytes > MOST_BYTES) {
      const {problem} = BackupsError.of({code: 'TOO_MUCH_AT_ONCE', detail: 'more than 10 MB'})
      throw new CallFailed(problem as PageProblem)
    }
  }
  return items
}

interface SharedReference {
  key: string
  into: string
  multi: boolean
}

/** Fields that refer in the copy as they do on the site; of the others the comparison has told. */
function sharedReferences(then: CollectionDefinition, live: CollectionDefinition[]): SharedReference[] {
  const now = live.find(({id}) => id === then.id)
  return then.fields.flatMap((field) => {
    const into = referencedCollection(field)
    const same = now?.fields.find(({key, type}) => key === field.key && type === field.type)
    if (into === undefined || !same || referencedCollection(same) !== into) return []
    return [{key: field.key, into, multi: field.type === 'MULTI_REFERENCE'}]
  })
}

/** Of items that pointed at what comes back: their IDs, and where they pointed. */
function whatRefers(
  page: CopyItem[],
  pointing: SharedReference[],
  back: ReadonlySet<string>,
): {found: CopyItem[]; links: Link[]} {
  const found: CopyItem[] = []
  const links: Link[] = []
  for (const item of page) {
    const single = pointing.filter(({key, multi}) => !multi && back.has(String(item[key])))
    const multi = pointing
      .filter((field) => field.multi)
      .flatMap(({key}) => linksOf(item, key))
      .filter(({targetId}) => back.has(targetId))
    if (single.length + multi.length === 0) continue
    found.push({_id: item._id, ...Object.fromEntries(single.map(({key}) => [key, item[key]]))})
    links.push(...multi)
  }
  return {found, links}
}

function linksOf(item: CopyItem, field: string): Link[] {
  return idsIn(item[field]).map((targetId) => ({itemId: item._id, field, targetId}))
}

/** What is there already was written by an earlier try: nobody else writes there. */
async function insertAll(
  target: RestoreTarget,
  collectionId: string,
  items: CopyItem[],
  onProgress: (done: number) => void = () => undefined,
): Promise<void> {
  let done = 0
  for (const bulk of splitIntoBulks(items, BULK_BYTES)) {
    await insertBulk(target, collectionId, bulk)
    done += bulk.length
    onProgress(done)
  }
}

async function insertBulk(target: RestoreTarget, collectionId: string, bulk: CopyItem[]): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const outcomes = await target.insertItems(collectionId, bulk)
    if (outcomes !== UNCLEAR) {
      const refused = outcomes.find((outcome) => typeof outcome === 'object')
      if (refused) throw new CallFailed({code: 'UNEXPECTED', message: refused.failed})
      return
    }
    if (attempt === MOST_ATTEMPTS) throw new CallFailed({code: 'UNAVAILABLE', message: ''})
  }
}

async function linkAll(target: RestoreTarget, collectionId: string, links: Link[]): Promise<number> {
  let failed = 0
  for (let at = 0; at < links.length; at += MOST_BULK) {
    failed += (await target.insertReferences(collectionId, links.slice(at, at + MOST_BULK))).failed
  }
  return failed
}
