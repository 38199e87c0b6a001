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
  /** What the multi-reference field of a collection points into; also of one that was deleted. */
  private readonly targets = new Map<string, string>()
  private readonly created: number

  constructor(
    private readonly now: () => number,
    private readonly settings: EngineSettings,
  ) {
    this.created = now()
  }

  /** `n` is also the item that it refers to, by a reference that points where the links of its collection do. */
  write(collection: string, id: string, n: number): string {
    const items = this.content.items.get(collection)
    if (!items) return 'COLLECTION_NOT_FOUND'
    const date = {$date: new Date(this.now()).toISOString()}
    const before = items.get(id)
    items.set(id, {
      _id: id,
      n,
      ref: String(n),
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
    if (items.delete(id)) {
      this.keepLinks((link) => !(link.collection === collection && link.item === id))
      this.clearReferences(collection, new Set([id]))
    }
    return 'ok'
  }

  truncate(collection: string): string {
    const items = this.content.items.get(collection)
    if (!items) return 'COLLECTION_NOT_FOUND'
    const removed = new Set(items.keys())
    items.clear()
    this.keepLinks((link) => link.collection !== collection && link.into !== collection)
    this.clearReferences(collection, removed)
    return 'ok'
  }

  link(collection: string, item: string, target: string, linked: boolean): string {
    if (!this.content.items.has(collection)) return 'COLLECTION_NOT_FOUND'
    const link = {collection, item, into: this.targets.get(collection)!, target}
    const same = (one: Link) => one.collection === collection && one.item === item && one.target === target
    // Removing asks for the target's id alone.
    this.keepLinks((one) => !same(one) || (linked && one.into !== link.into))
    if (linked) this.content.links.push(link)
    return 'ok'
  }

  replaceLinks(collection: string, item: string, targets: string[]): string {
    if (!this.content.items.has(collection)) return 'COLLECTION_NOT_FOUND'
    this.keepLinks((link) => !(link.collection === collection && link.item === item))
    for (const target of targets) this.link(collection, item, target, true)
    return 'ok'
  }

  /** Its multi-reference field points into `into`. */
  createCollection(id: string, into: string): string {
    if (this.content.items.has(id)) return 'COLLECTION_ALREADY_EXISTS'
    this.content.items.set(id, new Map())
    this.targets.set(id, into)
    return 'ok'
  }

  deleteCollection(id: string): string {
    const removed = new Set(this.content.items.get(id)?.keys())
    if (!this.content.items.delete(id)) return 'COLLECTION_NOT_FOUND'
    this.keepLinks((link) => link.collection !== id && link.into !== id)
    this.clearReferences(id, removed)
    return 'ok'
  }

  /** Where it belongs in the list, from the newest on: by date, of equal ones the last first. */
  listedBackups(): ModelBackup[] {
    return [...this.backups].sort((a, b) => b.requested - a.requested || b.sequence - a.sequence)
  }

  listedRestorations(): ModelRestoration[] {
    const created = (one: ModelRestoration) => this.restorations.indexOf(one)
    return [...this.restorations].sort((a, b) => b.requested - a.requested || created(b) - created(a))
  }

  createBackup(id: string, type: BackupType): void {
    this.backups.push({
      id,
      type,
      sequence: this.backups.length,
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
      requested: this.now(),
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
    const due = [...this.listedBackups().reverse(), ...this.listedRestorations().reverse()]
      .filter((one) => one.status === 'PENDING' && one.due <= this.now())
      .sort((a, b) => a.due - b.due)
    for (const one of due) {
      if ('pairs' in one) this.finishRestoration(one)
      else this.finishBackup(one)
    }
    const automatic = this.listedBackups().filter(({type}) => type === 'AUTO')
    const last = automatic[0]
    const next = last ? last.requested + (last.status === 'FAILED' ? HOUR : 7 * DAY) : this.created + 7 * DAY
    if (!automatic.some(({status}) => status === 'PENDING') && next <= this.now())
      this.createBackup(idOfAutomaticBackup(), 'AUTO')
  }

  restart(): void {
    this.faults = {backup: 0, restoration: 0}
  }

  pick(which: number): ModelBackup | undefined {
    return this.listedBackups()[which]
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
    const ready = this.listedBackups().filter((one) => one.type === backup.type && one.status === 'READY')
    // After the clock went back, the last to be created does not go in place of the oldest before it.
    const last = ready.reduce((a, b) => (a && a.sequence > b.sequence ? a : b), ready[0])
    const order = [...ready.filter((one) => one === last), ...ready.filter((one) => one !== last)]
    for (const one of order.slice({ON_DEMAND: 3, AUTO: 4}[backup.type])) one.status = 'DELETED'
  }

  private finishRestoration(restoration: ModelRestoration): void {
    const {backup, pairs, fails} = restoration
    restoration.status = fails || backup.damaged ? 'FAILED' : 'COMPLETED'
    if (restoration.status === 'FAILED') return
    const {items, links} = copyOf(backup.content)
    const whole = [...items.keys()]
      .filter((id) => this.content.items.has(id))
      .map((id): [string, string] => [id, id])
    const restored = pairs.length ? pairs : whole
    const destinations = restored.map(([, destination]) => destination)
    const removedFrom = new Map<string, Set<string>>()
    for (const [source, destination] of restored) {
      const before = this.content.items.get(destination) ?? new Map<string, Item>()
      if (!this.content.items.has(destination)) this.targets.set(destination, this.targets.get(source)!)
      this.content.items.set(destination, items.get(source)!)
      const removed = [...before.keys()].filter((id) => !items.get(source)!.has(id))
      removedFrom.set(destination, new Set(removed))
    }
    for (const [destination, removed] of removedFrom) this.clearReferences(destination, removed, destinations)
    const copies = restored.filter(([source, destination]) => source !== destination)
    for (const [source, destination] of copies) {
      this.keepLinks((link) => link.collection !== destination)
      const copied = links.filter((link) => link.collection === source)
      this.content.links.push(...copied.map((link) => ({...link, collection: destination})))
    }
    const inPlace = restored.filter(([source, to]) => source === to).map(([source]) => source)
    const replaced = ({collection, into}: Link) =>
      items.has(collection) &&
      this.content.items.has(collection) &&
      !copies.some(([, destination]) => destination === collection) &&
      (inPlace.includes(collection) || inPlace.includes(into))
    this.keepLinks((link) => !replaced(link))
    this.content.links.push(...links.filter(replaced))
  }

  /** Links, and the references of items in all but some collections. Nothing is dated. */
  private clearReferences(collection: string, removed: Set<string>, butIn: string[] = []): void {
    this.keepLinks((link) => !pointsTo(link, collection, removed))
    for (const [id, items] of this.content.items) {
      if (this.targets.get(id) !== collection || butIn.includes(id)) continue
      for (const [key, {ref, ...item}] of items)
        if (ref !== undefined && removed.has(ref as string)) items.set(key, item as Item)
    }
  }

  private keepLinks(kept: (link: Link) => boolean): void {
    this.content.links = this.content.links.filter(kept)
  }

  private takeFault(what: 'backup' | 'restoration'): boolean {
    return this.faults[what] > 0 && this.faults[what]-- > 0
  }
}

interface Content {
  items: Map<string, Map<string, Item>>
  links: Link[]
}

/** From an item's one multi-reference field to an item of the collection `into`, which may be missing. */
interface Link {
  collection: string
  item: string
  into: string
  target: string
}

function pointsTo({into, target}: Link, collection: string, ids: Set<string>): boolean {
  return into === collection && ids.has(target)
}

interface ModelBackup {
  id: string
  type: BackupType
  status: BackupStatus
  sequence: number
  requested: number
  due: number
  fails: boolean
  damaged: boolean
  content: Content
}

interface ModelRestoration {
  status: RestorationStatus
  requested: number
  due: number
  backup: ModelBackup
  pairs: [string, string][]
  replaces: string[]
  fails: boolean
}

function copyOf({items, links}: Content): Content {
  return {items: new Map([...items].map(([id, one]) => [id, new Map(one)])), links: [...links]}
}
