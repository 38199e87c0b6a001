import type {ItemsWrite} from '../../../copies-contract'
import {
  UNCLEAR,
  type Link,
  type RestoreTarget,
  type Unclear,
  type WriteOutcome,
} from '../../../copies/restore-copy'
import {CallFailed, type SiteCalls} from './site-calls'
import {readSchema, siteItems} from './site-items'

/** Web methods take a megabyte; a text may have three bytes a character. */
export const BULK_BYTES = 300 * 1024
/** "At most 1,000" (Wix Data, bulk writes). */
const MOST_BULK = 1000
/** Of a create that Wix does not answer, it is looked for and asked for again so often. */
const MOST_ATTEMPTS = 4

/** A site to restore into, over its web methods. */
export function siteTarget(calls: SiteCalls): RestoreTarget {
  const items = siteItems(calls)
  const write = async (collectionId: string, bulk: ItemsWrite): Promise<WriteOutcome[] | Unclear> =>
    (await calls.write((methods) => methods.writeItems(collectionId, bulk)))?.outcomes ?? UNCLEAR

  const insertReferences = async (collectionId: string, links: Link[]): Promise<{failed: number}> => {
    let failed = 0
    for (const [field, some] of byField(links)) {
      // Adding one that is there changes nothing: without an answer, it is done once more.
      const answer = await calls.read((methods) =>
        methods.writeReferences(collectionId, {kind: 'ADD', field, links: some}),
      )
      failed += answer.failed
    }
    return {failed}
  }

  return {
    ...items,
    createCollection: (collection) =>
      untilThere(
        () => calls.write((methods) => methods.createCollection(collection)),
        async () => (await readSchema(calls)).some(({id}) => id === collection.id),
      ),
    createField: (collectionId, field) =>
      untilThere(
        () => calls.write((methods) => methods.createField(collectionId, field)),
        async () => {
          const collection = (await readSchema(calls)).find(({id}) => id === collectionId)
          return collection?.fields.some(({key}) => key === field.key) ?? false
        },
      ),
    insertItems: (collectionId, list) => write(collectionId, {kind: 'INSERT', items: list}),
    updateItems: (collectionId, list, seen) => write(collectionId, {kind: 'UPDATE', items: list, seen}),
    removeItems: (collectionId, itemIds, seen) => write(collectionId, {kind: 'REMOVE', itemIds, seen}),

    async fillBlank(collectionId, ids, field, value) {
      const outcomes: WriteOutcome[] = []
      for (let at = 0; at < ids.length; at += MOST_BULK) {
        const itemIds = ids.slice(at, at + MOST_BULK)
        const answered = await write(collectionId, {kind: 'FILL', itemIds, field, value})
        if (answered === UNCLEAR) return UNCLEAR
        outcomes.push(...answered)
      }
      return outcomes
    },

    insertReferences,

    async replaceReferences(collectionId, field, itemId, targetIds) {
      const [first, rest] = [targetIds.slice(0, MOST_BULK), targetIds.slice(MOST_BULK)]
      await calls.read((methods) =>
        methods.writeReferences(collectionId, {kind: 'REPLACE', field, itemId, targetIds: first}),
      )
      for (let at = 0; at < rest.length; at += MOST_BULK) {
        const links = rest.slice(at, at + MOST_BULK).map((targetId) => ({itemId, field, targetId}))
        await insertReferences(collectionId, links)
      }
    },
  }
}

function byField(links: Link[]): Map<string, Record<string, string[]>> {
  const fields = new Map<string, Map<string, Set<string>>>()
  for (const {field, itemId, targetId} of links) {
    const items = fields.get(field) ?? new Map<string, Set<string>>()
    items.set(itemId, (items.get(itemId) ?? new Set()).add(targetId))
    fields.set(field, items)
  }
  return new Map(
    [...fields].map(([field, items]) => [
      field,
      Object.fromEntries([...items].map(([itemId, ids]) => [itemId, [...ids]])),
    ]),
  )
}

/** Without an answer it is looked for; what is not there yet is asked for again, which can do no harm here. */
async function untilThere(create: () => Promise<unknown>, isThere: () => Promise<boolean>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      if ((await create()) !== null) return
    } catch (error) {
      // A second create of what the first one made is refused.
      if (attempt > 1 && (await isThere())) return
      throw error
    }
    if (await isThere()) return
    if (attempt === MOST_ATTEMPTS) throw new CallFailed({code: 'UNAVAILABLE', message: ''})
  }
}
