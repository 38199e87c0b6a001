/**
 * What a copy of collections is made of; docs/copy-format.md says it for readers of other programs. Everything here
 * is as Wix's REST API has it: items and definitions are passed on, never translated.
 */

export const COPY_FORMAT = 'wix-collections-copy'

/** Counts up when an older reader would misunderstand. A reader takes its own version and older ones. */
export const COPY_VERSION = 1

export const MANIFEST_PATH = 'manifest.json'

/** An item as Wix sends it: dates are `{"$date": ISO}`. In a copy, multi-references are lists of IDs. */
export type CopyItem = {_id: string; [field: string]: unknown}

export interface FieldDefinition {
  key: string
  type: string
  displayName?: string | null
  systemField?: boolean
  typeMetadata?: {
    reference?: {referencedCollectionId?: string}
    multiReference?: {referencedCollectionId?: string; [more: string]: unknown}
    [more: string]: unknown
  }
  [more: string]: unknown
}

/** What `GET /wix-data/v2/collections/{id}` answers. */
export interface CollectionDefinition {
  id: string
  displayName?: string | null
  collectionType?: string
  fields: FieldDefinition[]
  permissions?: Record<string, unknown>
  [more: string]: unknown
}

/** A part of the archive: its size and SHA-256 when unpacked. */
export interface Part {
  path: string
  bytes: number
  sha256: string
}

export interface ItemPart extends Part {
  items: number
  /** IDs in multi-reference fields. */
  references: number
}

/** What happened to a collection while it was read. `null`: Wix did not say. */
export interface ChangedMeanwhile {
  /** Items that were added or changed. */
  changed: number | null
  /** How many more items there were at the end than are in the copy; negative: fewer. */
  difference: number | null
}

export interface CopiedCollection {
  id: string
  displayName: string
  items: number
  references: number
  definition: Part
  parts: ItemPart[]
  changedMeanwhile: ChangedMeanwhile
}

export type CopySource =
  | {kind: 'site'}
  /** Its definitions are those of the site when the copy was made: a backup holds none. */
  | {kind: 'backup'; backupId: string; type: string; requestedDate: string}

export interface Manifest {
  format: typeof COPY_FORMAT
  version: number
  /** The program that wrote it. */
  writer: string
  site: {id: string; name: string | null}
  source: CopySource
  /** What moment the content is of: when reading began, or when the backup was requested. ISO 8601, UTC. */
  moment: string
  /** When it was complete. */
  finished: string
  /** Whether a person chose some of the collections. */
  chosen: boolean
  counts: {collections: number; items: number; references: number; bytes: number}
  collections: CopiedCollection[]
  /** Collections of the site that are not in the copy, and why. */
  leftOut: {id: string; reason: string}[]
}

/** A part is full when it has as much; it may be longer by one line. */
export const PART_BYTES = 1024 * 1024

/** What a reader accepts. Nothing that a writer makes comes near; an archive that asks for more is refused. */
export const MOST_PART_BYTES = 64 * 1024 * 1024
export const MOST_MANIFEST_BYTES = 64 * 1024 * 1024
export const MOST_ENTRIES = 1_000_000

/** The archive's comment: what it begins with, and its length with 64 hexadecimal digits. */
export const COMMENT_PREFIX = 'SHA-256:'
export const COMMENT_BYTES = COMMENT_PREFIX.length + 64

/** `collections/0001-Products`: the number keeps apart what the name does not. */
export function collectionFolder(position: number, collectionId: string): string {
  const name = collectionId.replace(/[^A-Za-z0-9_-]+/g, '_').slice(0, 60)
  return `collections/${numbered(position)}-${name}`
}

export function definitionPath(folder: string): string {
  return `${folder}/definition.json`
}

export function itemsPath(folder: string, position: number): string {
  return `${folder}/items-${numbered(position)}.jsonl`
}

const PART_PATH = /^collections\/\d{4,7}-[A-Za-z0-9_-]{0,60}\/(definition\.json|items-\d{4,7}\.jsonl)$/

/** Whether a path is one that a copy has: nothing that leads out of a folder, or means something to a machine. */
export function isPartPath(path: string): boolean {
  return path === MANIFEST_PATH || PART_PATH.test(path)
}

function numbered(position: number): string {
  return String(position + 1).padStart(4, '0')
}

export function multiReferenceFields(definition: CollectionDefinition): string[] {
  return definition.fields.filter(({type}) => type === 'MULTI_REFERENCE').map(({key}) => key)
}

export function referenceFields(definition: CollectionDefinition): string[] {
  return definition.fields.filter(({type}) => type === 'REFERENCE').map(({key}) => key)
}

/** The collection that a reference or multi-reference field points into. */
export function referencedCollection({typeMetadata}: FieldDefinition): string | undefined {
  return (typeMetadata?.reference ?? typeMetadata?.multiReference)?.referencedCollectionId
}
