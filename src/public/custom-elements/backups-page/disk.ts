// The element's side of the page's files (page/disk.ts): the browser's own file system for this page. Each piece is a
// file: a browser writes a file anew, and would copy a large one for each piece that is added to it.
import {
  CHOSEN_FILE,
  fromBase64,
  toBase64,
  type DiskCommand,
  type DiskFile,
  type DiskRequest,
} from '../../page/disk'

const FOLDER = 'backups-page'

let chosen: File | null = null

/** The file that a person wants read. It is read in pieces, and never sent anywhere whole. */
export function choose(file: File): void {
  chosen = file
}

export async function answerDisk(json: string): Promise<DiskCommand> {
  const request = JSON.parse(json) as DiskRequest
  const {id} = request
  try {
    return {type: 'disk', id, ok: true, ...(await answer(request))}
  } catch (error) {
    const {name, message} = Object(error) as {name?: string; message?: string}
    return {
      type: 'disk',
      id,
      ok: false,
      isFull: name === 'QuotaExceededError',
      message: `${name}: ${message}`,
    }
  }
}

/** Files one after the other as one, for a link to download: the browser leaves them where they are. */
export async function blobOf(names: readonly string[], type: string): Promise<Blob> {
  const folder = await openFolder()
  const files: File[] = []
  for (const name of names) files.push(await (await folder.getFileHandle(name)).getFile())
  return new Blob(files, {type})
}

/** TypeScript's DOM does not have it yet, and not every browser does. */
type SavePicker = (options: {suggestedName: string}) => Promise<FileSystemFileHandle>

/** Asks where to save a file. `null`: this browser does not, or the page is in a frame, and a foreign one may not ask. */
export function savePicker(): SavePicker | null {
  const {showSaveFilePicker} = window as unknown as {showSaveFilePicker?: SavePicker}
  return window === window.top && showSaveFilePicker ? showSaveFilePicker.bind(window) : null
}

/** Straight to where a person has said. What is written half is not there under that name. */
export async function saveTo(
  handle: FileSystemFileHandle,
  names: readonly string[],
  type: string,
): Promise<void> {
  const blob = await blobOf(names, type)
  await blob.stream().pipeTo(await handle.createWritable())
}

async function answer(request: DiskRequest): Promise<{files?: DiskFile[]; data?: string}> {
  switch (request.do) {
    case 'list':
      return {files: await list()}
    case 'read':
      return {data: await read(request.name, request.offset, request.length)}
    case 'write':
      await write(request.name, fromBase64(request.data))
      return {}
    case 'remove':
      await remove(request.names)
      return {}
  }
}

async function openFolder(): Promise<FileSystemDirectoryHandle> {
  const root = await navigator.storage.getDirectory()
  return root.getDirectoryHandle(FOLDER, {create: true})
}

async function list(): Promise<DiskFile[]> {
  const files: DiskFile[] = []
  for await (const handle of entriesOf(await openFolder())) {
    if (isFile(handle)) files.push({name: handle.name, size: (await handle.getFile()).size})
  }
  return files
}

/** TypeScript's DOM has no iterators of folders yet. */
function entriesOf(folder: FileSystemDirectoryHandle): AsyncIterable<FileSystemHandle> {
  return (folder as unknown as {values(): AsyncIterable<FileSystemHandle>}).values()
}

function isFile(handle: FileSystemHandle): handle is FileSystemFileHandle {
  return handle.kind === 'file'
}

async function read(name: string, offset: number, length: number): Promise<string> {
  const file =
    name === CHOSEN_FILE ? chosen : await (await (await openFolder()).getFileHandle(name)).getFile()
  if (!file) throw new DOMException('No file was chosen.', 'NotFoundError')
  return toBase64(new Uint8Array(await file.slice(offset, offset + length).arrayBuffer()))
}

async function write(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const handle = await (await openFolder()).getFileHandle(name, {create: true})
  const writable = await handle.createWritable()
  try {
    await writable.write(bytes)
    await writable.close()
  } catch (error) {
    await writable.abort().catch(() => undefined)
    throw error
  }
}

async function remove(names: string[]): Promise<void> {
  const folder = await openFolder()
  for (const name of names) {
    await folder.removeEntry(name).catch((error: unknown) => {
      if ((Object(error) as {name?: string}).name !== 'NotFoundError') throw error
    })
  }
}
