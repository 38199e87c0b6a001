import {
  type Collection,
  type Engine,
  EngineError,
  type Environment,
  type Filter,
  type Item,
  type Permissions,
  type ReadOptions,
  type Role,
  type WriteRights,
} from '../engine/types'
import {managesSite, OWNER_IDS, type Identity} from './identity'
import {asString, type Call} from './request'
import {applicationError, invalidField} from './wire-error'

export type Action = keyof Permissions

/** What an identity may do with a collection's items: with all of them, with its own, or with none. */
export type Right = 'ALL' | 'OWN' | 'NONE'

/**
 * A collection names the lowest role for each action (Data Collections API). SITE_MEMBER_AUTHOR is whoever made
 * the item; inserting makes its own. Admins, and code that is elevated, may do everything.
 */
export function rightTo(action: Action, {permissions}: Collection, identity: Identity): Right {
  if (managesSite(identity)) return 'ALL'
  const rights: Record<Role, Right> = {
    ANYONE: 'ALL',
    SITE_MEMBER: identity === 'member' ? 'ALL' : 'NONE',
    SITE_MEMBER_AUTHOR: identity === 'member' ? (action === 'insert' ? 'ALL' : 'OWN') : 'NONE',
    ADMIN: 'NONE',
  }
  return rights[permissions[action]]
}

export interface Access {
  collection: Collection
  environment: Environment
  /** Of whom the items have to be; anybody's where it is missing. */
  onlyOf?: string
  /** The collection has drafts, and they are not asked for. */
  withoutDrafts?: boolean
  read: ReadOptions
}

/** The collection that a call is about, if its permissions let this identity do it. */
export function openCollection(engine: Engine, call: Call, action: Action): Access {
  const collection = calledCollection(engine, call)
  const {identity, input} = call
  return {
    collection,
    environment: readEnvironment(input.environment),
    read: {consistent: input.consistentRead === true || input.consistentRead === 'true'},
    ...onlyOwn(checkRight(action, collection, identity), identity),
    ...draftsOf(collection, call),
  }
}

/** "When `true`, operations include draft items" (SDK): where a collection has any. */
export function draftsOf({plugins}: Collection, {input}: Call): Pick<Access, 'withoutDrafts'> {
  const {includeDraftItems} = Object(input.publishPluginOptions) as {includeDraftItems?: unknown}
  const hasDrafts = plugins?.some(({type}) => type === 'PUBLISH') === true
  return hasDrafts && includeDraftItems !== true ? {withoutDrafts: true} : {}
}

/** For a write: whose items, and whether drafts too. */
export function rightsOf({onlyOf, withoutDrafts}: Access): WriteRights {
  return {...(onlyOf && {onlyOf}), ...(withoutDrafts && {withoutDrafts})}
}

export function calledCollection(engine: Engine, {input}: Call): Collection {
  return engine.getCollection(asString(input.dataCollectionId, 'dataCollectionId'))
}

export function findCollection(engine: Engine, id: string): Collection | null {
  try {
    return engine.getCollection(id)
  } catch (error) {
    if (error instanceof EngineError && error.code === 'COLLECTION_NOT_FOUND') return null
    throw error
  }
}

/** Refuses with Wix's code where there is no right at all. */
export function checkRight(action: Action, collection: Collection, identity: Identity): Right {
  const right = rightTo(action, collection, identity)
  if (right === 'NONE') throw notAllowed(action, collection)
  return right
}

export function onlyOwn(right: Right, identity: Identity): {onlyOf?: string} {
  return right === 'OWN' ? {onlyOf: OWNER_IDS[identity]} : {}
}

export function notAllowed(action: string, {id}: Collection) {
  return applicationError(
    403,
    'WDE0027',
    `The current user does not have permissions to ${action} on the ${id} collection.`,
  )
}

export function isVisible(item: Item, access: Access): boolean {
  return isOwn(item, access) && !(access.withoutDrafts && item._publishStatus === 'DRAFT')
}

export function isOwn(item: Item, {onlyOf}: Pick<Access, 'onlyOf'>): boolean {
  return onlyOf === undefined || item._owner === onlyOf
}

/** The filter, of what the caller may see. */
export function visible(filter: Filter, {onlyOf, withoutDrafts}: Access): Filter {
  const conditions: Filter[] = [
    ...(onlyOf === undefined ? [] : [{_owner: onlyOf}]),
    ...(withoutDrafts ? [{_publishStatus: {$ne: 'DRAFT'}}] : []),
  ]
  return conditions.length === 0 ? filter : {$and: [filter, ...conditions]}
}

function readEnvironment(value: unknown): Environment {
  if (value === undefined || value === null || value === 'LIVE') return 'live'
  if (value === 'SANDBOX' || value === 'SANDBOX_PREFERRED') return 'sandbox'
  throw invalidField('environment', 'expected LIVE, SANDBOX, SANDBOX_PREFERRED')
}
