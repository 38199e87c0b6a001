import {ANY_COLLECTION_ID} from '../engine/assumptions'
import type {Collection, Engine, Field, Permissions, Role} from '../engine/types'
import {managesSite} from './identity'
import {applicationError, invalidField} from './wire-error'
import {asList, asObject, asString, readListPaging, type Call} from './request'

const MOST_FIELDS = 1000
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
  const {id, displayName, fields, permissions} = asObject(input.collection, 'collection')
  const created = await engine.createCollection({
    id: readNewId(id),
    ...(typeof displayName === 'string' && {displayName}),
    ...(fields !== undefined && {
      fields: asList(fields, 'collection.fields', {to: MOST_FIELDS})
        .map((field, index) => readField(field, `collection.fields[${index}]`))
        .filter(({key}) => !SYSTEM_FIELDS.some((system) => system.key === key)),
    }),
    permissions: readPermissions(permissions),
  })
  return {collection: collectionJson(created)}
}

export async function deleteDataCollection(engine: Engine, {identity, params}: Call) {
  checkAdmin(identity)
  await engine.deleteCollection(params.dataCollectionId ?? '')
  return {}
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

function readPermissions(value: unknown): Permissions {
  if (value === undefined || value === null) return CLOSED
  const given = asObject(value, 'collection.permissions')
  const read = (operation: keyof Permissions): Role => {
    const role = given[operation] ?? CLOSED[operation]
    if (!ROLES.includes(role as Role))
      throw invalidField(`collection.permissions.${operation}`, `expected ${ROLES.join(', ')}`)
    return role as Role
  }
  return {insert: read('insert'), update: read('update'), remove: read('remove'), read: read('read')}
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
