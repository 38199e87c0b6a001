import type {PlannedWrite, RestoreJournal, RestoreMode} from '../../../copies/restore-copy'
import {PIECE_BYTES, type PageDisk} from '../../disk'

/** What was about to be written, in files of the browser: a restore that was stopped knows its own writes again. */
export interface PageRestoreJournal extends RestoreJournal {
  startedAt: string
  /** A safety backup that was made for it. */
  safetyBackupId: string | null
  setSafetyBackup(id: string): Promise<void>
  /** The restore is done. */
  remove(): Promise<void>
}

interface Header {
  startedAt: string
  safetyBackupId: string | null
}
type Line = [kind: PlannedWrite, collectionId: string, itemIds: string[]]

/** So many IDs of 256 characters fit a piece. */
const IDS_A_LINE = 250

export async function openRestoreJournal(
  disk: PageDisk,
  {sha256, mode, collectionIds}: {sha256: string; mode: RestoreMode; collectionIds: string[]},
  now: string,
): Promise<PageRestoreJournal> {
  const prefix = `restore-${sha256.slice(0, 16)}-${mode}-${keyOf(collectionIds)}-`
  const names = (await disk.list()).map(({name}) => name).filter((name) => name.startsWith(prefix))
  const read = async <T>(name: string) =>
    JSON.parse(new TextDecoder().decode(await disk.read(name, 0, PIECE_BYTES))) as T
  const write = (name: string, value: object) =>
    disk.write(`${prefix}${name}`, new TextEncoder().encode(JSON.stringify(value)))
  const planned = new Set<string>()
  const lines = names.filter((name) => name.startsWith(`${prefix}line-`))
  let header: Header = {startedAt: now, safetyBackupId: null}
  if (names.includes(`${prefix}header`)) {
    header = await read<Header>(`${prefix}header`)
    for (const name of lines) remember(planned, await read<Line>(name))
  } else {
    await disk.remove(names)
    await write('header', header)
  }
  let count = lines.length

  return {
    startedAt: header.startedAt,
    safetyBackupId: header.safetyBackupId,
    async setSafetyBackup(id) {
      await write('header', {...header, safetyBackupId: id})
    },
    has: (kind, collectionId, itemId) => planned.has(JSON.stringify([kind, collectionId, itemId])),
    async plan(kind, collectionId, itemIds) {
      for (let at = 0; at < itemIds.length; at += IDS_A_LINE) {
        const line: Line = [kind, collectionId, itemIds.slice(at, at + IDS_A_LINE)]
        await write(`line-${String(count++).padStart(8, '0')}`, line)
      }
    },
    async remove() {
      const all = (await disk.list()).map(({name}) => name).filter((name) => name.startsWith(prefix))
      await disk.remove([`${prefix}header`, ...all])
    },
  }
}

function remember(planned: Set<string>, [kind, collectionId, itemIds]: Line): void {
  for (const id of itemIds) planned.add(JSON.stringify([kind, collectionId, id]))
}

/** For names of files, short: what is chosen is told apart well enough by it, together with the copy's SHA-256. */
function keyOf(texts: string[]): string {
  const text = JSON.stringify(texts)
  let hash = 0xcbf29ce484222325n
  for (let at = 0; at < text.length; at++) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(at))) * 0x100000001b3n)
  }
  return hash.toString(16)
}
