import type {backups} from '@wix/data'
import type {Target} from './target'

export type Backup = backups.Backup
export type Restoration = backups.Restoration

/** Everything that the probe makes on a site has a name that begins like this. */
export const PREFIX = 'BackupsProbe'
export const A = `${PREFIX}A`
export const B = `${PREFIX}B`
export const COPY = `${PREFIX}Copy`

/** The status of a call that was refused; anything else that is thrown is no answer. */
export interface Refused {
  refused: number
}

/** The target, with what the questions need again and again. Remembers what it made, and removes it. */
export class ProbeSite {
  private readonly made = new Set<string>()

  constructor(readonly target: Target) {}

  get wix(): Target['wix'] {
    return this.target.wix
  }

  async setUp(): Promise<void> {
    await this.removeCollections()
    await this.wix.collections.createDataCollection({
      _id: B,
      displayName: B,
      fields: [{key: 'title', type: 'TEXT'}],
    })
    await this.wix.collections.createDataCollection({
      _id: A,
      displayName: A,
      fields: [
        {key: 'title', type: 'TEXT'},
        {
          key: 'links',
          type: 'MULTI_REFERENCE',
          typeMetadata: {multiReference: {referencedCollectionId: B, referencingFieldKey: 'linkedFrom'}},
        },
      ],
      // Open on purpose: a copy that is closed shows that permissions are not copied.
      permissions: {read: 'ANYONE', insert: 'ADMIN', update: 'ADMIN', remove: 'ADMIN'},
    })
    await this.wix.items.insert(B, {_id: 'b1', title: 'one'})
    await this.wix.items.bulkInsert(A, [
      {_id: 'a1', title: 'one'},
      {_id: 'a2', title: 'two'},
    ])
    await this.wix.items.insertReference(A, 'links', 'a1', 'b1')
  }

  async cleanUp(): Promise<void> {
    for (const id of this.made) {
      const backup = (await this.list()).find(({_id}) => _id === id)
      if (backup?.status === 'PENDING') await this.ended(id)
      if (backup && backup.status !== 'DELETED') await this.attempt(() => this.wix.backups.deleteBackup(id))
    }
    await this.removeCollections()
  }

  private async removeCollections(): Promise<void> {
    for (const id of [A, B, COPY]) await this.attempt(() => this.wix.collections.deleteDataCollection(id))
  }

  async create(): Promise<Backup> {
    const {backup} = await this.wix.backups.createBackup()
    this.made.add(backup!._id!)
    return backup!
  }

  async createReady(): Promise<string> {
    const {_id} = await this.create()
    const ended = await this.ended(_id!)
    if (ended.status !== 'READY') throw new Error(`the backup ended ${ended.status}`)
    return _id!
  }

  async list(): Promise<Backup[]> {
    return (await this.wix.backups.listBackups({paging: {limit: 100, offset: 0}})).backups ?? []
  }

  async statusOf(backupId: string): Promise<string> {
    return (await this.list()).find(({_id}) => _id === backupId)?.status ?? 'not listed'
  }

  /** The READY on-demand backups, oldest first. */
  async slots(): Promise<string[]> {
    const listed = await this.list()
    const holding = listed.filter(({type, status}) => type === 'ON_DEMAND' && status === 'READY')
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
      const {restorations} = await this.wix.backups.listRestorations({paging: {limit: 100, offset: 0}})
      const found = restorations?.find((restoration) => restoration._id === _id)
      return found && found.status !== 'PENDING' ? found : undefined
    })
  }

  /** Restores some collections in place, to the end. */
  async restore(backupId: string, ...ids: string[]): Promise<void> {
    const chosen = ids.map((dataCollectionId) => ({dataCollectionId}))
    const {restoration} = await this.wix.backups.restorePartialBackup(backupId, chosen)
    const {status} = await this.restored(restoration!)
    if (status !== 'COMPLETED') throw new Error(`the restoration ended ${status}`)
  }

  async ids(collectionId: string): Promise<string[]> {
    const {items} = await this.wix.items.query(collectionId).ascending('_id').find({consistentRead: true})
    return items.map(({_id}) => _id)
  }

  /** The call's result, or the status with which it was refused. */
  async attempt<T>(call: () => Promise<T>): Promise<T | Refused> {
    try {
      return await call()
    } catch (error) {
      const {status, details} = error as {status?: unknown; details?: {applicationError?: unknown}}
      if (typeof status === 'number' && status < 500) return {refused: status}
      // Calls on items lose the status on their way through the SDK.
      if (status === undefined && details?.applicationError) return {refused: 400}
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
