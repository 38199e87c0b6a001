import type {Target} from './target'
import type {Backup, Item, Restoration, WixCalls} from './wix-calls'

/** Everything that the probe makes on a site has a name that begins like this. */
export const PREFIX = 'BackupsProbe'
export const A = `${PREFIX}A`
export const B = `${PREFIX}B`
/** What is restored into: one that a restore creates, and one that is there already. */
export const COPY = `${PREFIX}Copy`
export const CLOSED_COPY = `${PREFIX}ClosedCopy`
export const IDS = `${PREFIX}Ids`
export const DRAFTS = `${PREFIX}Drafts`
export const DRAFTS_COPY = `${PREFIX}DraftsCopy`
/** Where a site's own code writes down the events that it was told of. */
export const EVENTS = `${PREFIX}Events`

/** The status of a call that was refused; anything else that is thrown is no answer. */
export interface Refused {
  refused: number
}

/** What cannot be told there, with the reason. */
export class NotAnswered extends Error {
  override name = 'NotAnswered'
}

/** The target, with what the questions need again and again. Remembers what it made, and removes it. */
export class ProbeSite {
  private readonly made = new Set<string>()

  constructor(readonly target: Target) {}

  get wix(): WixCalls {
    return this.target.calls
  }

  async setUp(): Promise<void> {
    await this.removeCollections()
    await this.createCollection(B)
    await this.wix.createCollection({
      _id: A,
      displayName: A,
      fields: [
        {key: 'title', type: 'TEXT'},
        {
          key: 'links',
          type: 'MULTI_REFERENCE',
          typeMetadata: {multiReference: {referencedCollectionId: B, referencingFieldKey: 'linkedFrom'}},
        },
        {key: 'one', type: 'REFERENCE', typeMetadata: {reference: {referencedCollectionId: B}}},
      ],
      // Open on purpose: a copy that is closed shows that permissions are not copied.
      permissions: {read: 'ANYONE', insert: 'ADMIN', update: 'ADMIN', remove: 'ADMIN'},
    })
    if (this.target.seesEvents) await this.createCollection(EVENTS)
    await this.wix.insertItem(B, {_id: 'b1', title: 'one'})
    await this.wix.insertItems(A, [
      {_id: 'a1', title: 'one'},
      {_id: 'a2', title: 'two'},
    ])
    await this.wix.insertReference(A, 'links', 'a1', 'b1')
    // Created and updated at two moments, so that each can be told from the other, and from now.
    await this.target.pause(this.target.pollMs)
    await this.wix.updateItem(A, {_id: 'a2', title: 'two'})
    await this.target.pause(this.target.pollMs)
  }

  async cleanUp(): Promise<void> {
    for (const id of this.made) {
      const backup = (await this.list()).find(({_id}) => _id === id)
      if (backup?.status === 'PENDING') await this.ended(id)
      if (backup && backup.status !== 'DELETED') await this.attempt(() => this.wix.deleteBackup(id))
    }
    await this.removeCollections()
  }

  private async removeCollections(): Promise<void> {
    for (const id of [A, B, COPY, CLOSED_COPY, IDS, DRAFTS, DRAFTS_COPY, EVENTS]) {
      await this.attempt(() => this.wix.deleteCollection(id))
    }
  }

  /** For admins only, with one field. */
  async createCollection(id: string): Promise<void> {
    await this.wix.createCollection({_id: id, displayName: id, fields: [{key: 'title', type: 'TEXT'}]})
  }

  async create(): Promise<Backup> {
    if (this.target.isHarmless && (await this.slots(['READY', 'PENDING'])).length >= 3) {
      throw new NotAnswered('every on-demand backup is in use: delete one first')
    }
    const backup = await this.wix.createBackup()
    this.made.add(backup._id!)
    return backup
  }

  async createReady(): Promise<string> {
    const {_id} = await this.create()
    const ended = await this.ended(_id!)
    if (ended.status !== 'READY') throw new Error(`the backup ended ${ended.status}`)
    return _id!
  }

  /** The newest READY backup that the probe itself took: a restore must not bring older content. */
  async newest(): Promise<string> {
    const own = (await this.slots()).filter((id) => this.made.has(id))
    return own[own.length - 1] ?? (await this.createReady())
  }

  async list(): Promise<Backup[]> {
    return (await this.wix.listBackups({limit: 100, offset: 0})).backups ?? []
  }

  async statusOf(backupId: string): Promise<string> {
    return (await this.list()).find(({_id}) => _id === backupId)?.status ?? 'not listed'
  }

  /** The READY on-demand backups, oldest first. */
  async slots(statuses = ['READY']): Promise<string[]> {
    const listed = await this.list()
    const holding = listed.filter(({type, status}) => type === 'ON_DEMAND' && statuses.includes(status!))
    return holding.map(({_id}) => _id!).toReversed()
  }

  async ended(backupId: string): Promise<Backup> {
    return this.until(async () => {
      const backup = (await this.list()).find(({_id}) => _id === backupId)
      return backup && backup.status !== 'PENDING' ? backup : undefined
    })
  }

  async restored({_id}: Restoration): Promise<Restoration> {
    return this.until(async () => {
      const {restorations} = await this.wix.listRestorations({limit: 100, offset: 0})
      const found = restorations?.find((restoration) => restoration._id === _id)
      return found && found.status !== 'PENDING' ? found : undefined
    })
  }

  /** Restores some collections in place, to the end. */
  async restore(backupId: string, ...ids: string[]): Promise<void> {
    const chosen = ids.map((dataCollectionId) => ({dataCollectionId}))
    const {status} = await this.restored(await this.wix.restorePartialBackup(backupId, chosen))
    if (status !== 'COMPLETED') throw new Error(`the restoration ended ${status}`)
  }

  /** Restores a collection beside itself, to the end; the status with which it was refused. */
  async copy(backupId: string, from: string, to: string): Promise<'COMPLETED' | Refused> {
    const answer = await this.attempt(() =>
      this.wix.restorePartialBackup(backupId, [
        {dataCollectionId: from, restoreDestination: {dataCollectionId: to, displayName: to}},
      ]),
    )
    if (isRefused(answer)) return answer
    const {status} = await this.restored(answer)
    if (status !== 'COMPLETED') throw new Error(`the restoration ended ${status}`)
    return status
  }

  /** The copy of A, made unless it is there. */
  async copyOfA(): Promise<Item[]> {
    if (!(await this.exists(COPY))) {
      const answer = await this.copy(await this.newest(), A, COPY)
      if (isRefused(answer)) throw new NotAnswered(`no copy was made (refused with ${answer.refused})`)
    }
    return this.wix.queryItems(COPY)
  }

  async exists(collectionId: string): Promise<boolean> {
    return !isRefused(await this.attempt(() => this.wix.getCollection(collectionId)))
  }

  async ids(collectionId: string): Promise<string[]> {
    return (await this.wix.queryItems(collectionId)).map(({_id}) => _id)
  }

  /** The call's result, or the status with which it was refused. */
  async attempt<T>(call: () => Promise<T>): Promise<T | Refused> {
    try {
      return await call()
    } catch (error) {
      const {status, details} = error as {
        status?: unknown
        details?: {applicationError?: unknown; validationError?: unknown}
      }
      if (typeof status === 'number' && status < 500) return {refused: status}
      // Calls on items lose the status on their way through the SDK.
      if (status === undefined && (details?.applicationError || details?.validationError)) {
        return {refused: 400}
      }
      throw error
    }
  }

  /** Looks until there is something to see; an error when the time is over. */
  async until<T>(look: () => Promise<T | undefined>): Promise<T> {
    const {pollMs, patienceMs} = this.target
    for (let waited = 0; waited <= patienceMs; waited += pollMs) {
      const found = await look()
      if (found !== undefined) return found
      await this.target.pause(pollMs)
    }
    throw new Error(`nothing had ended after ${Math.round(patienceMs / 1000)} seconds`)
  }
}

export function isRefused<T>(answer: T | Refused): answer is Refused {
  return typeof answer === 'object' && answer !== null && 'refused' in answer
}
