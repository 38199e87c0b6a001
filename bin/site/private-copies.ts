import {randomUUID} from 'node:crypto'
import type {CollectionDefinition} from 'public/copies/copy-format'
import {planCreation} from 'public/copies/plan-creation'
import type {Backup} from 'public/contract'
import {copyName} from 'public/rules/private-collections'
import type {Journal} from '../files/journal'
import type {Output} from '../output'
import {CommandProblem} from '../problem'
import {findRestoration, poll, restoreInto} from './backups'
import {createCollection, deleteCollection, readCollection} from './collections'
import type {Site} from './connect'
import {RefusedCall, type WixCalls} from './wix-calls'

/** What a backup's content is restored into, to be read: collections that are nobody's, and removed again. */
const PREFIX = 'BackupsCopy-'

const CLOSED = {insert: 'ADMIN', update: 'ADMIN', remove: 'ADMIN', read: 'ADMIN'}

/** How many collections are restored at once: the site never holds more of them twice. */
const AT_ONCE = 100

interface PrivateCopy {
  collectionId: string
  copyId: string
}

/**
 * Private copies of a backup's collections. Each is written down in the journal before it is made, and crossed out
 * when it is gone: whatever happens between is known to whoever opens the journal next, and nothing else is removed.
 */
export class PrivateCopies {
  private readonly ready = new Map<string, Promise<void>>()

  constructor(
    private readonly calls: WixCalls,
    private readonly journal: Journal,
    private readonly signal: AbortSignal,
    /** The site's collections as they are now. */
    private readonly live: CollectionDefinition[],
    private readonly tell: (text: string) => void,
  ) {}

  /** The private copy of a collection; `toCome` are made along with it. */
  async open(backup: Backup, collectionId: string, toCome: string[]): Promise<string> {
    const found = this.groups().find((group) => group.some((copy) => copy.collectionId === collectionId))
    const group = found ?? (await this.register([collectionId, ...toCome].slice(0, AT_ONCE)))
    const name = nameOf(group)
    if (!this.ready.has(name)) this.ready.set(name, this.restore(backup, group))
    await this.ready.get(name)
    return group.find((copy) => copy.collectionId === collectionId)!.copyId
  }

  async remove(collectionId: string): Promise<void> {
    for (const copy of this.registered()) {
      if (copy.collectionId === collectionId) await this.removeCopy(copy)
    }
  }

  /** Also those whose restoration is still in progress: it would make them anew. */
  async removeAll(calls: WixCalls, signal: AbortSignal): Promise<void> {
    for (const group of this.groups()) {
      await poll(signal, async () => {
        const restoration = await findRestoration(calls, group[0]!.copyId)
        return restoration?.status === 'PENDING' ? undefined : true
      })
      for (const copy of group) await this.removeCopy(copy, calls)
    }
  }

  registered(): PrivateCopy[] {
    return this.groups().flat()
  }

  /** Those that were made together, without those that are gone. */
  private groups(): PrivateCopy[][] {
    const {entries} = this.journal
    const gone = new Set(
      entries.flatMap((entry) => (entry.kind === 'private copy removed' ? [entry.copyId] : [])),
    )
    return entries
      .flatMap((entry) => (entry.kind === 'making private copies' ? [entry.copies] : []))
      .map((copies) => copies.filter(({copyId}) => !gone.has(copyId)))
      .filter((copies) => copies.length > 0)
  }

  private async register(collectionIds: string[]): Promise<PrivateCopy[]> {
    const name = `${PREFIX}${randomUUID().slice(0, 8)}`
    const copies = collectionIds.map((collectionId, index) => ({
      collectionId,
      copyId: `${name}-${index + 1}`,
    }))
    await this.journal.append({kind: 'making private copies', copies})
    await this.journal.sync()
    return copies
  }

  private async restore(backup: Backup, group: PrivateCopy[]): Promise<void> {
    const {calls, signal} = this
    const id = group[0]!.copyId
    this.tell(
      `Wix is making private copies of ${group.length} collections of the backup. They are removed afterwards.`,
    )
    if (!(await findRestoration(calls, id))) {
      const names = new Map(backup.collections.map((collection) => [collection.id, collection.displayName]))
      const copies = group.map((copy) => ({
        ...copy,
        displayName: copyName(names.get(copy.collectionId) ?? '', backup.requestedDate),
      }))
      for (const copy of copies) await this.createClosed(copy)
      await restoreInto(calls, backup.id, copies)
    }
    const {status} = await poll(signal, async () => {
      const restoration = await findRestoration(calls, id)
      return restoration && restoration.status !== 'PENDING' ? restoration : undefined
    })
    if (status === 'FAILED') {
      throw new CommandProblem(
        'Wix could not make private copies of the backup: the restoration failed. Your collections were not touched. Try again later.',
        'RESTORATION_FAILED',
      )
    }
  }

  /**
   * Closed before anything is in it: whom a restore lets into a collection that it creates is not documented. Where the
   * collection is gone from the site, or one that its fields point into, creating it is left to the restore.
   */
  private async createClosed({
    collectionId,
    copyId,
    displayName,
  }: PrivateCopy & {displayName: string}): Promise<void> {
    const definition = this.live.find(({id}) => id === collectionId)
    if (!definition) return
    const isThere = new Set(this.live.map(({id}) => id))
    const {collections, left} = planCreation([{...definition, id: copyId, displayName}], isThere)
    if (left.length > 0) return
    for (const collection of collections) {
      await createCollection(this.calls, {...collection, permissions: CLOSED}).catch(
        async (error: unknown) => {
          // An earlier run came so far.
          if (!(error instanceof RefusedCall) || !(await readCollection(this.calls, copyId))) throw error
        },
      )
    }
  }

  private async removeCopy({copyId}: PrivateCopy, calls = this.calls): Promise<void> {
    await deleteCollection(calls, copyId)
    await this.journal.append({kind: 'private copy removed', copyId})
  }
}

/** Private copies are not left on the site because of a failure: after an interruption too, for a minute. */
export async function removeLeft(
  privateCopies: PrivateCopies,
  site: Site,
  output: Output,
  whatToDo: string,
): Promise<void> {
  const left = privateCopies.registered()
  if (left.length === 0) return
  output.line('Removing the private copies from the site.')
  try {
    const own = AbortSignal.timeout(TIDY_MS)
    await privateCopies.removeAll(site.withSignal(own).calls, own)
  } catch {
    const ids = left.map(({copyId}) => copyId)
    const shown = `${ids.slice(0, 10).join(', ')}${ids.length > 10 ? ` and ${ids.length - 10} more` : ''}`
    output.line(`On the site are still private copies: ${shown}. ${whatToDo}`)
  }
}

const TIDY_MS = 60_000

/** Of those that were made together. */
function nameOf(group: PrivateCopy[]): string {
  return group[0]!.copyId.replace(/-\d+$/, '')
}
