import {DiskProblem, type DiskFile, type PageDisk} from 'public/page/disk'

export interface MemoryDisk extends PageDisk {
  files: Map<string, Uint8Array>
  /** How many more writes there is room for. */
  room: number
}

/** A browser's files, without a browser. */
export function memoryDisk(): MemoryDisk {
  const files = new Map<string, Uint8Array>()
  const disk: MemoryDisk = {
    files,
    room: Infinity,
    list: async () => [...files].map(([name, {length}]): DiskFile => ({name, size: length})),
    async read(name, offset, length) {
      const file = files.get(name)
      if (!file) throw new DiskProblem(false, `There is no ${name}`)
      return file.slice(offset, offset + length)
    },
    async write(name, bytes) {
      if (disk.room-- <= 0) throw new DiskProblem(true, 'Full')
      files.set(name, bytes.slice())
    },
    async remove(names) {
      for (const name of names) files.delete(name)
    },
  }
  return disk
}
