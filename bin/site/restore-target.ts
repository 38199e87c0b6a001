import type {CopyItem} from 'public/copies/copy-format'
import {
  UNCLEAR,
  type Link,
  type RestoreTarget,
  type Unclear,
  type WriteOutcome,
} from 'public/copies/restore-copy'
import {createCollection, createField} from './collections'
import {siteItems} from './items'
import {UnclearAnswer, type WixCalls} from './wix-calls'

const ITEMS = '/wix-data/v2/items'
const BULK = '/wix-data/v2/bulk/items'
const MOST_BULK = 1000

export function restoreTarget(calls: WixCalls): RestoreTarget {
  const bulk = (path: string, body: {dataCollectionId: string} & Record<string, unknown>, ids: string[]) =>
    unlessUnclear(async () => outcomesOf(await calls.write<BulkAnswer>('POST', `${BULK}/${path}`, body), ids))

  return {
    ...siteItems(calls),
    createCollection: (collection) => createCollection(calls, collection),
    createField: (collectionId, field) => createField(calls, collectionId, field),

    insertItems: (dataCollectionId, items) =>
      bulk('insert', {dataCollectionId, dataItems: items.map(toDataItem)}, idsOf(items)),

    updateItems: (dataCollectionId, items, seen) =>
      bulk(
        'update',
        {dataCollectionId, dataItems: items.map(toDataItem), condition: notAfter(seen)},
        idsOf(items),
      ),

    removeItems: (dataCollectionId, ids, seen) =>
      bulk('remove', {dataCollectionId, dataItemIds: ids, condition: notAfter(seen)}, ids),

    async fillBlank(dataCollectionId, ids, field, value) {
      const outcomes: WriteOutcome[] = []
      for (let at = 0; at < ids.length; at += MOST_BULK) {
        const some = ids.slice(at, at + MOST_BULK)
        const patches = some.map((dataItemId) => ({
          dataItemId,
          fieldModifications: [{fieldPath: field, action: 'SET_FIELD', setFieldOptions: {value}}],
        }))
        const condition = {filter: {[field]: {$eq: null}}}
        const answered = await bulk('patch', {dataCollectionId, patches, condition}, some)
        if (answered === UNCLEAR) return UNCLEAR
        outcomes.push(...answered)
      }
      return outcomes
    },

    async insertReferences(dataCollectionId, links) {
      const dataItemReferences = links.map(({itemId, field, targetId}: Link) => ({
        referringItemFieldName: field,
        referringItemId: itemId,
        referencedItemId: targetId,
      }))
      // Inserting a reference that is there changes nothing: without an answer, it is done once more.
      const answer = await repeated(() =>
        calls.write<BulkAnswer>('POST', `${BULK}/insert-references`, {dataCollectionId, dataItemReferences}),
      )
      return {failed: answer.bulkActionMetadata?.totalFailures ?? 0}
    },

    async replaceReferences(dataCollectionId, field, itemId, targetIds) {
      const link = {dataCollectionId, referringItemFieldName: field, referringItemId: itemId}
      await repeated(() =>
        calls.write('POST', `${ITEMS}/replace-references`, {
          ...link,
          newReferencedItemIds: targetIds.slice(0, MOST_BULK),
        }),
      )
      const links = targetIds.slice(MOST_BULK).map((targetId) => ({itemId, field, targetId}))
      for (let at = 0; at < links.length; at += MOST_BULK) {
        await this.insertReferences(dataCollectionId, links.slice(at, at + MOST_BULK))
      }
    },
  }
}

/** Whoever changed an item after it was read gave it a later date. */
function notAfter(seen: string) {
  return {filter: {_updatedDate: {$lte: {$date: seen}}}}
}

function toDataItem(item: CopyItem) {
  return {id: item._id, data: item}
}

function idsOf(items: CopyItem[]): string[] {
  return items.map(({_id}) => _id)
}

interface BulkAnswer {
  results?: {
    itemMetadata?: {
      id?: string
      originalIndex?: number
      success?: boolean
      error?: {code?: string; description?: string}
    }
  }[]
  bulkActionMetadata?: {totalFailures?: number}
}

function outcomesOf({results = []}: BulkAnswer, ids: string[]): WriteOutcome[] {
  const outcomes = ids.map((): WriteOutcome => ({failed: 'Wix did not say what became of it.'}))
  for (const [index, {itemMetadata}] of results.entries()) {
    const {originalIndex = index, success, error} = itemMetadata ?? {}
    outcomes[originalIndex] = success ? 'DONE' : outcomeOf(error?.code ?? '', error?.description ?? '')
  }
  return outcomes
}

function outcomeOf(code: string, description: string): WriteOutcome {
  if (code === 'WDE0074') return 'EXISTS'
  if (CHANGED_CODES.has(code)) return 'CHANGED'
  return {failed: `${code} ${description}`.trim()}
}

/** It does not meet the condition any more [assumed], or is gone. */
const CHANGED_CODES = new Set(['FAILED_PRECONDITION', 'WDE0073'])

async function unlessUnclear<T>(write: () => Promise<T>): Promise<T | Unclear> {
  try {
    return await write()
  } catch (error) {
    if (error instanceof UnclearAnswer) return UNCLEAR
    throw error
  }
}

const MOST_ATTEMPTS = 4

async function repeated<T>(write: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await write()
    } catch (error) {
      if (!(error instanceof UnclearAnswer) || attempt === MOST_ATTEMPTS) throw error
    }
  }
}
