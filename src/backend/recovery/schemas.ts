import type {Backup} from 'public/contract'
import type {DefinitionJson, RecreatedCollection, SchemaSince} from 'public/copies-contract'
import {planCreation} from 'public/copies/plan-creation'
import {ownFields, schemaChanges} from 'public/copies/schema-changes'
import {isPrivateCollection} from 'public/rules/private-collections'
import {invalid} from '../operations/check-arguments'
import type {Call} from '../operations/operation'
import {listWholeDefinitions} from '../wix/copy-data'
import {LIST_LIMIT} from '../wix/pages'
import {hasHistory, insertEntry, listEntriesById, listIdsAndDates, readEntry, removeEntries} from './history'
import {makeCollection, makeField} from './make-collection'
import {Paced} from './paced'

/**
 * What collections looked like when a backup was requested: no backup holds it. Kept where item recovery keeps what
 * must last, once that is there; in parts, since an item of Wix Data holds at most 500 KB.
 */
interface SchemaBody {
  backupId: string
  /** How many parts there are. */
  of: number
  definitions: DefinitionJson[]
}

const PART_CHARACTERS = 250_000
/** A create has little time left for it: of a site with more collections than that, nothing is kept. */
const MOST_PAGES_KEPT = 3
const MOST_PAGES = 10
/** At most three on-demand backups hold a slot, and one more is being replaced. */
const MOST_BACKUPS = 4

/** A backup is as good without it: whatever fails, the caller has their backup. */
export async function keepSchemaOf(call: Call, backup: Backup): Promise<void> {
  try {
    await keepSchema(new Paced(call), backup)
  } catch (error) {
    console.warn(`What the collections look like was not kept with backup ${backup.id}.`, error)
  }
}

async function keepSchema(paced: Paced, backup: Backup): Promise<void> {
  // Never made unasked, and never written where others than admins can read.
  if (!(await hasHistory(paced))) return
  const definitions = await readDefinitions(paced, MOST_PAGES_KEPT)
  if (!definitions) return
  const parts = inParts(definitions.filter(isOfPeople))
  for (const [index, part] of parts.entries()) {
    await insertEntry<SchemaBody>(paced, {
      _id: partId(backup.id, index),
      kind: 'SCHEMA',
      date: Date.parse(backup.requestedDate),
      body: {backupId: backup.id, of: parts.length, definitions: part},
    })
  }
  await prune(paced)
}

/** `null`: nothing was kept with this backup. */
export async function compareSchemaSince(call: Call, backupId: string): Promise<SchemaSince | null> {
  const paced = new Paced(call)
  const then = await readKept(paced, backupId)
  const now = then && (await readDefinitions(paced, MOST_PAGES))
  if (!then || !now) return null
  const live = new Map(now.map((definition) => [definition.id, definition]))
  return {
    changes: then.flatMap((definition) => {
      const is = live.get(definition.id)
      return is ? schemaChanges(definition, is) : []
    }),
    deleted: then
      .filter(({id}) => !live.has(id))
      .map((definition) => ({
        id: definition.id,
        displayName: definition.displayName || definition.id,
        fieldCount: ownFields(definition).length,
      })),
  }
}

/** Makes a deleted collection again, without items, with its fields, permissions and name as they were. */
export async function recreate(
  call: Call,
  backupId: string,
  collectionId: string,
): Promise<RecreatedCollection> {
  const paced = new Paced(call)
  const then = (await readKept(paced, backupId))?.find(({id}) => id === collectionId)
  if (!then) throw invalid('collectionId', 'what this collection looked like was not kept with the backup')
  const now = await readDefinitions(paced, MOST_PAGES)
  if (!now) throw invalid('collectionId', `the site has more than ${MOST_PAGES * LIST_LIMIT} collections`)
  if (now.some(({id}) => id === collectionId)) {
    throw invalid('collectionId', 'the site has a collection with this ID')
  }
  const plan = planCreation([then], new Set(now.map(({id}) => id)))
  call.request.checkTimeToWrite()
  let collection = await makeCollection(paced, plan.collections[0]!)
  const left = plan.left.map(({field}) => field)
  for (const {field} of plan.fields) {
    // The collection is there by now: a field that cannot be made is told, and a person adds it.
    const made = await makeField(paced, collectionId, field).catch(() => null)
    if (made) collection = made
    else left.push(field.key)
  }
  return {collection, left}
}

/** All collections of the site; `null` where there are more. */
async function readDefinitions(paced: Paced, mostPages: number): Promise<DefinitionJson[] | null> {
  const definitions: DefinitionJson[] = []
  for (let page = 0; page < mostPages; page++) {
    const paging = {limit: LIST_LIMIT, offset: page * LIST_LIMIT}
    const found = await paced.read(() => listWholeDefinitions(paging))
    definitions.push(...found)
    if (found.length < LIST_LIMIT) return definitions
  }
  return null
}

function isOfPeople({id, collectionType = 'NATIVE'}: DefinitionJson): boolean {
  return collectionType === 'NATIVE' && !isPrivateCollection(id)
}

async function readKept(paced: Paced, backupId: string): Promise<DefinitionJson[] | null> {
  const first = await readEntry<SchemaBody>(paced, 'SCHEMA', partId(backupId, 0))
  if (!first) return null
  const ids = Array.from({length: first.body.of - 1}, (_, index) => partId(backupId, index + 1))
  const others = await listEntriesById<SchemaBody>(paced, ids)
  // One that is missing was never written: half of what there was would look like the rest had been deleted.
  if (others.length < ids.length) return null
  return [first, ...others].flatMap(({body}) => body.definitions)
}

function inParts(definitions: DefinitionJson[]): DefinitionJson[][] {
  const parts: DefinitionJson[][] = [[]]
  let characters = 0
  for (const definition of definitions) {
    const more = JSON.stringify(definition).length
    if (characters > 0 && characters + more > PART_CHARACTERS) {
      parts.push([])
      characters = 0
    }
    parts.at(-1)!.push(definition)
    characters += more
  }
  return parts
}

async function prune(paced: Paced): Promise<void> {
  const entries = await listIdsAndDates(paced, 'SCHEMA')
  const newest = [...new Set(entries.map(({date}) => date))].toSorted((a, b) => b - a).slice(0, MOST_BACKUPS)
  const old = entries.filter(({date}) => !newest.includes(date))
  await removeEntries(
    paced,
    old.map(({_id}) => _id),
  )
}

function partId(backupId: string, index: number): string {
  return `schema-${backupId}-${index}`
}
