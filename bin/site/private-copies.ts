import {randomUUID} from 'node:crypto'
import type {Backup} from 'public/contract'
import type {Journal} from '../files/journal'
import {CommandProblem} from '../problem'
import {findRestoration, poll, restoreInto} from './backups'
import {deleteCollection} from './collections'
import type {WixCalls} from './wix-calls'

/** What a backup's content is restored into, to be read: collections that are nobody's, and removed again. */
export const PRIVATE_COPY_PREFIX = 'BackupsCopy-'

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
    const name = `${PRIVATE_COPY_PREFIX}${randomUUID().slice(0, 8)}`
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
      await restoreInto(
        calls,
        backup.id,
        group.map((copy) => ({
          ...copy,
          displayName: privateName(names.get(copy.collectionId) ?? '', backup),
        })),
      )
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

  private async removeCopy({copyId}: PrivateCopy, calls = this.calls): Promise<void> {
    await deleteCollection(calls, copyId)
    await this.journal.append({kind: 'private copy removed', copyId})
  }
}

/** Of those that were made together. */
function nameOf(group: PrivateCopy[]): string {
  return group[0]!.copyId.replace(/-\d+$/, '')
}

/** What a person sees in the CMS meanwhile. */
function privateName(displayName: string, {requestedDate}: Backup): string {
  return `${displayName} (private copy of ${requestedDate.slice(0, 10)}, removed by itself)`
}
