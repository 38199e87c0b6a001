import {ANY_COLLECTION_ID} from '../engine/assumptions'
import type {Collection, Engine, Field, Permissions, Plugin, Role} from '../engine/types'
import {managesSite} from './identity'
import {applicationError, invalidField} from './wire-error'
import {asList, asObject, asString, readListPaging, type Call} from './request'

const MOST_FIELDS = 1000
const MOST_PLUGINS = 100
const ROLES: Role[] = ['ADMIN', 'SITE_MEMBER_AUTHOR', 'SITE_MEMBER', 'ANYONE']
const CLOSED: Permissions = {insert: 'ADMIN', update: 'ADMIN', remove: 'ADMIN', read: 'ADMIN'}

/** Every collection has these. */
const SYSTEM_FIELDS: Field[] = [
  {key: '_id', displayName: 'ID', type: 'TEXT'},
  {key: '_createdDate', displayName: 'Created Date', type: 'DATETIME'},
  {key: '_updatedDate', displayName: 'Updated Date', type: 'DATETIME'},
  {key: '_owner', displayName: 'Owner', type: 'TEXT'},
]

export async function listDataCollections(engine: Engine, {identity, query}: Call) {
  checkAdmin(identity)
  const {limit, offset} = readListPaging(query)
  const all = engine.listCollections()
  const page = all.slice(offset, offset + limit)
  return {
    collections: page.map(collectionJson),
    pagingMetadata: {count: page.length, offset, total: all.length},
  }
}

export async function getDataCollection(engine: Engine, {identity, params}: Call) {
  checkAdmin(identity)
  return {collection: collectionJson(engine.getCollection(params.dataCollectionId ?? ''))}
}

export async function createDataCollection(engine: Engine, {identity, input}: Call) {
  checkAdmin(identity)
  const {id, displayName, fields, permissions, plugins} = asObject(input.collection, 'collection')
  const created = await engine.createCollection({
    id: readNewId(id),
    ...(typeof displayName === 'string' && {displayName}),
    ...(fields !== undefined && {fields: readFields(fields, 'collection.fields')}),
    permissions: readPermissions(permissions),
    ...readPlugins(plugins),
  })
  return {collection: collectionJson(created)}
}

export async function deleteDataCollection(engine: Engine, {identity, params}: Call) {
  checkAdmin(identity)
  await engine.deleteCollection(params.dataCollectionId ?? '')
  return {}
}

/** Replaces what it is given: name, fields and permissions. The revision has to be the latest. */
export async function updateDataCollection(engine: Engine, {identity, input}: Call) {
  checkAdmin(identity)
  const {id, revision, displayName, fields, permissions, plugins} = asObject(input.collection, 'collection')
  const updated = await engine.updateCollection(asString(id, 'collection.id'), (before) => {
    checkRevision(before, revision)
    return {
      displayName: typeof displayName === 'string' ? displayName : before.displayName,
      fields: readFields(fields ?? [], 'collection.fields'),
      permissions: readPermissions(permissions),
      ...readPlugins(plugins),
    }
  })
  return {collection: collectionJson(updated)}
}

/** Changes what it is given, and leaves the rest: the name and single permissions; fields have routes of their own. */
export async function patchDataCollection(engine: Engine, {identity, params, input}: Call) {
  checkAdmin(identity)
  const {displayName, permissions, fields, revision} = asObject(input.dataCollection, 'dataCollection')
  if (fields !== undefined) throw invalidField('dataCollection.fields', 'cannot be patched: see create-field')
  const patched = await engine.updateCollection(params.dataCollectionId ?? '', (before) => {
    if (revision !== undefined && revision !== null) checkRevision(before, revision)
    return {
      ...(typeof displayName === 'string' && {displayName}),
      permissions: readPermissions(permissions, before.permissions),
    }
  })
  return {dataCollection: collectionJson(patched)}
}

export const createDataCollectionField = changeFields((fields, input) => {
  const field = readField(input.field, 'field')
  if (allKeys(fields).includes(field.key))
    throw applicationError(409, 'ALREADY_EXISTS', `The field ${field.key} already exists.`)
  return [...fields, field]
})

export const updateDataCollectionField = changeFields((fields, input) => {
  const field = readField(input.field, 'field')
  checkKnown(fields, field.key)
  return fields.map((one) => (one.key === field.key ? field : one))
})

export const deleteDataCollectionField = changeFields((fields, input) => {
  const key = asString(input.fieldKey, 'fieldKey')
  checkKnown(fields, key)
  return fields.filter((one) => one.key !== key)
})

function changeFields(change: (fields: Field[], input: Call['input']) => Field[]) {
  return async (engine: Engine, {identity, input}: Call) => {
    checkAdmin(identity)
    const id = asString(input.dataCollectionId, 'dataCollectionId')
    const changed = await engine.updateCollection(id, ({fields}) => ({fields: change(fields, input)}))
    return {dataCollection: collectionJson(changed)}
  }
}

function checkKnown(fields: Field[], key: string): void {
  if (!fields.some((field) => field.key === key))
    throw applicationError(404, 'NOT_FOUND', `There is no field ${key} that could be changed.`)
}

function allKeys(fields: Field[]): string[] {
  return [...SYSTEM_FIELDS, ...fields].map(({key}) => key)
}

function checkRevision({id, revision}: Collection, given: unknown): void {
  if (String(given) !== String(revision))
    throw applicationError(409, 'ABORTED', `${id} has the revision ${revision}, not ${String(given)}.`)
}

function collectionJson(collection: Collection) {
  return {
    id: collection.id,
    collectionType: collection.type,
    displayName: collection.displayName,
    revision: String(collection.revision),
    createdDate: new Date(collection.createdDate).toISOString(),
    updatedDate: new Date(collection.updatedDate).toISOString(),
    permissions: collection.permissions,
    plugins: collection.plugins ?? [],
    fields: [
      ...SYSTEM_FIELDS.map((field) => ({...fieldJson(field), systemField: true})),
      ...collection.fields.map(fieldJson),
    ],
  }
}

function fieldJson({key, displayName, type, referencedCollectionId}: Field) {
  const typeMetadata =
    type === 'REFERENCE'
      ? {reference: {referencedCollectionId}}
      : type === 'MULTI_REFERENCE'
        ? {multiReference: {referencedCollectionId}}
        : undefined
  return {key, displayName, type, systemField: false, ...(typeMetadata && {typeMetadata})}
}

/** Without the system fields, which a collection that was read has in its list. */
function readFields(value: unknown, at: string): Field[] {
  return asList(value, at, {to: MOST_FIELDS})
    .map((field, index) => readField(field, `${at}[${index}]`))
    .filter(({key}) => !SYSTEM_FIELDS.some((system) => system.key === key))
}

function readField(value: unknown, at: string): Field {
  const {key, displayName, type, typeMetadata} = asObject(value, at)
  const {reference, multiReference} = asObject(typeMetadata ?? {}, `${at}.typeMetadata`)
  const referenced = Object(reference ?? multiReference).referencedCollectionId as unknown
  const fieldKey = asString(key, `${at}.key`)
  return {
    key: fieldKey,
    displayName: typeof displayName === 'string' ? displayName : fieldKey,
    type: asString(type, `${at}.type`),
    ...(typeof referenced === 'string' && {referencedCollectionId: referenced}),
  }
}

function readPermissions(value: unknown, otherwise: Permissions = CLOSED): Permissions {
  if (value === undefined || value === null) return otherwise
  const given = asObject(value, 'collection.permissions')
  const read = (operation: keyof Permissions): Role => {
    const role = given[operation] ?? otherwise[operation]
    if (!ROLES.includes(role as Role))
      throw invalidField(`collection.permissions.${operation}`, `expected ${ROLES.join(', ')}`)
    return role as Role
  }
  return {insert: read('insert'), update: read('update'), remove: read('remove'), read: read('read')}
}

/** As they are given: only PUBLISH does something here. */
function readPlugins(value: unknown): {plugins?: Plugin[]} {
  if (value === undefined || value === null) return {}
  const plugins = asList(value, 'collection.plugins', {to: MOST_PLUGINS}).map((entry, index) => {
    const plugin = asObject(entry, `collection.plugins[${index}]`)
    return {...plugin, type: asString(plugin.type, `collection.plugins[${index}].type`)}
  })
  return {plugins}
}

function readNewId(value: unknown): string {
  const id = asString(value, 'collection.id')
  if (!ANY_COLLECTION_ID.test(id)) {
    throw invalidField(
      'collection.id',
      'may have letters, digits, "_", "-", "/", "@", "." and spaces, at most 256 characters',
    )
  }
  return id
}

function checkAdmin(identity: Call['identity']): void {
  if (!managesSite(identity)) {
    throw applicationError(
      403,
      'WDE0027',
      'The current user does not have permission to manage data collections',
    )
  }
}
