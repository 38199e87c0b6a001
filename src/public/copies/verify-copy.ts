import {openCopy, type Copy, type OpenOptions, type RandomAccess} from './open-copy'

export interface VerifyOptions extends OpenOptions {
  onProgress?: (items: number, ofItems: number) => void
}

/**
 * Reads all of a copy and keeps nothing: each checksum, each count, each definition, each line. Throws a `CopyProblem`
 * where it is not what was written.
 */
export async function verifyCopy(file: RandomAccess, options: VerifyOptions = {}): Promise<Copy> {
  const copy = await openCopy(file, options)
  let items = 0
  for (const collection of copy.manifest.collections) {
    for await (const batch of copy.readItems(collection)) {
      items += batch.length
      options.onProgress?.(items, copy.manifest.counts.items)
    }
  }
  return copy
}
