import type {
  BackupStatus,
  BackupType,
  EngineSettings,
  Item,
  RestorationStatus,
} from '../../local/engine/types'
import {DAY, HOUR} from './fake-clock'

/**
 * What a site with backups is, as simply as it can be said: maps, whole copies, and no thread, file or database.
 * Operations answer 'ok' or the code of the refusal.
 */
export class Site {
  backups: ModelBackup[] = []
  restorations: ModelRestoration[] = []
  faults = {backup: 0, restoration: 0}
  private content: Content = {items: new Map(), links: []}
  private readonly created: number

  constructor(
    private readonly now: () => number,
    private readonly settings: EngineSettings,
  ) {
    this.created = now()
  }

  write(collection: string, id: string, n: number): string {
    const items = this.content.items.get(collection)
    if (!items) return 'COLLECTION_NOT_FOUND'
    const date = {$date: new Date(this.now()).toISOString()}
    const before = items.get(id)
    items.set(id, {
      _id: id,
      n,
      _createdDate: before?._createdDate ?? date,
      _updatedDate: date,
      _owner: 'owner',
    })
    return 'ok'
  }

  insert(collection: string, id: string, n: number): string {
    if (this.content.items.get(collection)?.has(id)) return 'ITEM_ALREADY_EXISTS'
    return this.write(collection, id, n)
  }

  remove(collection: string, id: string): string {
    const items = this.content.items.get(collection)
    if (!items) return 'COLLECTION_NOT_FOUND'
    if (items.delete(id))
      this.content.links = this.content.links.filter(
        (link) =>
          !(link.collection === collection && link.item === id) &&
          !(collection === 'B' && link.target === id),
      )
    return 'ok'
  }

  link(item: string, target: string, linked: boolean): string {
    if (!this.content.items.has('A')) return 'COLLECTION_NOT_FOUND'
    const same = (link: Link) => link.collection === 'A' && link.item === item && link.target === target
    this.content.links = this.content.links.filter((link) => !same(link))
    if (linked) this.content.links.push({collection: 'A', item, target})
    return 'ok'
  }

  createCollection(id: string): string {
    if (this.content.items.has(id)) return 'COLLECTION_ALREADY_EXISTS'
    this.content.items.set(id, new Map())
    return 'ok'
  }

  deleteCollection(id: string): string {
    if (!this.content.items.delete(id)) return 'COLLECTION_NOT_FOUND'
    this.content.links = this.content.links.filter((link) => link.collection !== id && id !== 'B')
    return 'ok'
  }

  createBackup(id: string, type: BackupType): void {
    this.backups.push({
      id,
      type,
      status: 'PENDING',
      requested: this.now(),
      due: this.now() + this.settings.backupMs,
      fails: this.takeFault('backup'),
      damaged: false,
      content: copyOf(this.content),
    })
  }

  deleteBackup(backup: ModelBackup): string {
    if (backup.status !== 'READY') return 'BACKUP_NOT_READY'
    if (this.pending().some((restoration) => restoration.backup === backup)) return 'RESTORATION_IN_PROGRESS'
    backup.status = 'DELETED'
    return 'ok'
  }

  /** No pairs: the whole backup. */
  restore(backup: ModelBackup, pairs: [source: string, destination: string][]): string {
    if (backup.status !== 'READY') return 'BACKUP_NOT_READY'
    const sources = pairs.map(([source]) => source)
    const destinations = pairs.map(([, destination]) => destination)
    if (sources.some((source) => !backup.content.items.has(source))) return 'COLLECTION_NOT_IN_BACKUP'
    const copies = pairs.filter(([source, destination]) => source !== destination)
    if (
      copies.some(([, destination]) => sources.includes(destination)) ||
      new Set(destinations).size < pairs.length
    )
      return 'INVALID_RESTORE_DESTINATION'
    const replaces = pairs.length ? destinations : [...backup.content.items.keys()]
    if (this.pending().some((other) => other.replaces.some((id) => replaces.includes(id))))
      return 'RESTORATION_IN_PROGRESS'
    this.restorations.push({
      status: 'PENDING',
      due: this.now() + this.settings.restoreMs,
      backup,
      pairs,
      replaces,
      fails: this.takeFault('restoration'),
    })
    return 'ok'
  }

  /** After the clock has moved. */
  advance(idOfAutomaticBackup: () => string): void {
    const due = [...this.backups, ...this.restorations]
      .filter((one) => one.status === 'PENDING' && one.due <= this.now())
      .sort((a, b) => a.due - b.due)
    for (const one of due) {
      if ('pairs' in one) this.finishRestoration(one)
      else this.finishBackup(one)
    }
    const automatic = this.backups.filter(({type}) => type === 'AUTO')
    const last = automatic.at(-1)
    const next = last ? last.requested + (last.status === 'FAILED' ? HOUR : 7 * DAY) : this.created + 7 * DAY
    if (last?.status !== 'PENDING' && next <= this.now()) this.createBackup(idOfAutomaticBackup(), 'AUTO')
  }

  restart(): void {
    this.faults = {backup: 0, restoration: 0}
  }

  pick(which: number): ModelBackup | undefined {
    return this.backups[this.backups.length - 1 - which]
  }

  /** Two out of three times one that can be restored, if there is one. */
  pickMostlyReady(which: number): ModelBackup | undefined {
    const ready = this.backups.filter(({status}) => status === 'READY')
    return which < 4 && ready.length ? ready[which % ready.length] : this.pick(which)
  }

  collectionIds(): string[] {
    return [...this.content.items.keys()].sort()
  }

  itemsOf(collection: string): Record<string, Item> {
    return Object.fromEntries(this.content.items.get(collection)!)
  }

  linksOf(collection: string, item: string): string[] {
    return this.content.links
      .filter((link) => link.collection === collection && link.item === item)
      .map(({target}) => target)
      .sort()
  }

  /** Names of the files that backups occupy, once they are READY. */
  files(): string[] {
    const needed = this.pending().map(({backup}) => backup)
    return [...new Set([...this.backups.filter(({status}) => status === 'READY'), ...needed])]
      .map(({id}) => `${id}.sqlite`)
      .sort()
  }

  private pending(): ModelRestoration[] {
    return this.restorations.filter(({status}) => status === 'PENDING')
  }

  private finishBackup(backup: ModelBackup): void {
    backup.status = backup.fails ? 'FAILED' : 'READY'
    const ready = this.backups.filter((one) => one.type === backup.type && one.status === 'READY')
    const evicted = ready.slice(0, -{ON_DEMAND: 3, AUTO: 4}[backup.type])
    for (const one of evicted) one.status = 'DELETED'
  }

  private finishRestoration(restoration: ModelRestoration): void {
    const {backup, pairs, fails} = restoration
    restoration.status = fails || backup.damaged ? 'FAILED' : 'COMPLETED'
    if (restoration.status === 'FAILED') return
    const {items, links} = copyOf(backup.content)
    const whole = [...items.keys()]
      .filter((id) => this.content.items.has(id))
      .map((id): [string, string] => [id, id])
    for (const [source, destination] of pairs.length ? pairs : whole) {
      this.content.items.set(destination, items.get(source)!)
      if (source !== destination) {
        this.content.links = this.content.links.filter((link) => link.collection !== destination)
        this.content.links.push(
          ...links
            .filter((link) => link.collection === source)
            .map((link) => ({...link, collection: destination})),
        )
      }
    }
    const inPlace = (pairs.length ? pairs : whole)
      .filter(([source, to]) => source === to)
      .map(([source]) => source)
    const touched = (link: Link) => inPlace.includes(link.collection) || inPlace.includes('B')
    this.content.links = [
      ...this.content.links.filter((link) => !touched(link)),
      ...links.filter((link) => touched(link) && this.content.items.has(link.collection)),
    ]
  }

  private takeFault(what: 'backup' | 'restoration'): boolean {
    return this.faults[what] > 0 && this.faults[what]-- > 0
  }
}

interface Content {
  items: Map<string, Map<string, Item>>
  links: Link[]
}

/** All point into B. */
interface Link {
  collection: string
  item: string
  target: string
}

interface ModelBackup {
  id: string
  type: BackupType
  status: BackupStatus
  requested: number
  due: number
  fails: boolean
  damaged: boolean
  content: Content
}

interface ModelRestoration {
  status: RestorationStatus
  due: number
  backup: ModelBackup
  pairs: [string, string][]
  replaces: string[]
  fails: boolean
}

function copyOf({items, links}: Content): Content {
  return {items: new Map([...items].map(([id, one]) => [id, new Map(one)])), links: [...links]}
}
