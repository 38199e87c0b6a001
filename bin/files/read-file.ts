import {open} from 'node:fs/promises'
import type {RandomAccess} from 'public/copies/open-copy'
import {CommandProblem} from '../problem'
import {withFileProblems} from './file-problem'

/** Gives a file to `work`, and closes it. */
export function withFile<T>(path: string, work: (file: RandomAccess) => Promise<T>): Promise<T> {
  return withFileProblems(path, async () => {
    const handle = await open(path, 'r')
    try {
      const stat = await handle.stat()
      if (!stat.isFile()) throw new CommandProblem(`${path} is not a file.`)
      return await work({
        size: stat.size,
        async read(offset, length) {
          const bytes = new Uint8Array(length)
          let filled = 0
          while (filled < length) {
            const {bytesRead} = await handle.read(bytes, filled, length - filled, offset + filled)
            if (bytesRead === 0) throw new CommandProblem(`${path} became shorter while it was read.`)
            filled += bytesRead
          }
          return bytes
        },
      })
    } finally {
      await handle.close()
    }
  })
}
