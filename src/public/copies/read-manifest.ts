import {
  COPY_FORMAT,
  COPY_VERSION,
  isPartPath,
  MANIFEST_PATH,
  MOST_PART_BYTES,
  type ChangedMeanwhile,
  type CopiedCollection,
  type CopySource,
  type ItemPart,
  type Manifest,
  type Part,
} from './copy-format'
import {CopyProblem, damaged} from './copy-problem'

/** Reads a manifest that somebody else may have written: what it says is checked before anything relies on it. */
export function readManifest(text: string): Manifest {
  const given = object(parse(text), 'the manifest')
  if (given.format !== COPY_FORMAT) throw damaged('The manifest is not that of a copy of collections.')
  const version = whole(given.version, 'version')
  if (version > COPY_VERSION) {
    throw new CopyProblem(
      'NEWER',
      `The copy has version ${version} of the format, this program reads up to ${COPY_VERSION}: use the program that ` +
        `wrote it (${typeof given.writer === 'string' ? given.writer : 'unknown'}), or a newer one.`,
    )
  }
  const site = object(given.site, 'site')
  const counts = object(given.counts, 'counts')
  const manifest: Manifest = {
    format: COPY_FORMAT,
    version,
    writer: string(given.writer, 'writer'),
    site: {id: string(site.id, 'site.id'), name: site.name === null ? null : string(site.name, 'site.name')},
    source: readSource(given.source),
    moment: date(given.moment, 'moment'),
    finished: date(given.finished, 'finished'),
    chosen: given.chosen === true,
    counts: {
      collections: whole(counts.collections, 'counts.collections'),
      items: whole(counts.items, 'counts.items'),
      references: whole(counts.references, 'counts.references'),
      bytes: whole(counts.bytes, 'counts.bytes'),
    },
    collections: list(given.collections, 'collections').map(readCollection),
    leftOut: list(given.leftOut, 'leftOut').map((entry) => {
      const {id, reason} = object(entry, 'leftOut')
      return {id: string(id, 'leftOut.id'), reason: string(reason, 'leftOut.reason')}
    }),
  }
  checkSums(manifest)
  return manifest
}

/** Every part of a copy, but for the manifest itself. */
export function partsOf({collections}: Manifest): Part[] {
  return collections.flatMap(({definition, parts}) => [definition, ...parts])
}

function readSource(value: unknown): CopySource {
  const {kind, backupId, type, requestedDate} = object(value, 'source')
  if (kind === 'site') return {kind}
  if (kind !== 'backup') throw damaged('The manifest has a source that is neither a site nor a backup.')
  return {
    kind,
    backupId: string(backupId, 'source.backupId'),
    type: string(type, 'source.type'),
    requestedDate: date(requestedDate, 'source.requestedDate'),
  }
}

function readCollection(value: unknown, index: number): CopiedCollection {
  const at = `collections[${index}]`
  const given = object(value, at)
  return {
    id: string(given.id, `${at}.id`),
    displayName: string(given.displayName, `${at}.displayName`),
    items: whole(given.items, `${at}.items`),
    references: whole(given.references, `${at}.references`),
    definition: readPart(given.definition, `${at}.definition`),
    parts: list(given.parts, `${at}.parts`).map((part, n) => readItemPart(part, `${at}.parts[${n}]`)),
    changedMeanwhile: readChanged(given.changedMeanwhile, `${at}.changedMeanwhile`),
  }
}

function readPart(value: unknown, at: string): Part {
  const {path, bytes, sha256} = object(value, at)
  const part = {
    path: string(path, `${at}.path`),
    bytes: whole(bytes, `${at}.bytes`),
    sha256: string(sha256, `${at}.sha256`),
  }
  if (!isPartPath(part.path) || part.path === MANIFEST_PATH) {
    throw damaged(`The manifest names a part with a path out of place: ${quoted(part.path)}.`)
  }
  if (part.bytes > MOST_PART_BYTES) {
    throw damaged(`${part.path} is too large when unpacked: ${part.bytes} bytes, at most ${MOST_PART_BYTES}.`)
  }
  if (!/^[0-9a-f]{64}$/.test(part.sha256)) throw damaged(`${part.path} has no SHA-256 in the manifest.`)
  return part
}

function readItemPart(value: unknown, at: string): ItemPart {
  const {items, references} = object(value, at)
  return {
    ...readPart(value, at),
    items: whole(items, `${at}.items`),
    references: whole(references, `${at}.references`),
  }
}

function readChanged(value: unknown, at: string): ChangedMeanwhile {
  const {changed, difference} = object(value, at)
  return {
    changed: changed === null ? null : whole(changed, `${at}.changed`),
    difference: difference === null ? null : integer(difference, `${at}.difference`),
  }
}

function checkSums({counts, collections}: Manifest): void {
  for (const [what, ids] of [
    ['collection', collections.map(({id}) => id)],
    ['part', collections.flatMap(({definition, parts}) => [definition, ...parts]).map(({path}) => path)],
  ] as const) {
    const seen = new Set<string>()
    const twice = ids.find((id) => seen.size === seen.add(id).size)
    if (twice !== undefined) throw damaged(`The manifest names the ${what} ${quoted(twice)} twice.`)
  }
  for (const {id, items, references, parts} of collections) {
    if (
      sum(parts.map((part) => part.items)) !== items ||
      sum(parts.map((part) => part.references)) !== references
    ) {
      throw damaged(`The parts of ${quoted(id)} do not add up to what the manifest says of it.`)
    }
  }
  const bytes = collections.flatMap(({definition, parts}) => [definition, ...parts]).map((part) => part.bytes)
  if (
    counts.collections !== collections.length ||
    counts.items !== sum(collections.map(({items}) => items)) ||
    counts.references !== sum(collections.map(({references}) => references)) ||
    counts.bytes !== sum(bytes)
  ) {
    throw damaged('The collections do not add up to what the manifest says of the copy.')
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw damaged('The manifest is not JSON.')
  }
}

function object(value: unknown, at: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw damaged(`In the manifest, ${at} is not an object.`)
  return value as Record<string, unknown>
}

function list(value: unknown, at: string): unknown[] {
  if (!Array.isArray(value)) throw damaged(`In the manifest, ${at} is not a list.`)
  return value
}

function string(value: unknown, at: string): string {
  if (typeof value !== 'string' || value === '') throw damaged(`In the manifest, ${at} is not a text.`)
  return value
}

function integer(value: unknown, at: string): number {
  if (!Number.isSafeInteger(value)) throw damaged(`In the manifest, ${at} is not a whole number.`)
  return value as number
}

function whole(value: unknown, at: string): number {
  const number = integer(value, at)
  if (number < 0) throw damaged(`In the manifest, ${at} is negative.`)
  return number
}

function date(value: unknown, at: string): string {
  const given = string(value, at)
  if (Number.isNaN(Date.parse(given))) throw damaged(`In the manifest, ${at} is not a date.`)
  return given
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}

/** What a stranger wrote, short and on one line. */
function quoted(value: string): string {
  return JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value)
}
