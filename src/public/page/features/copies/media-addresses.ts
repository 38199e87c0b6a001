import type {CopyItem} from '../../../copies/copy-format'
import {openCopy, type RandomAccess} from '../../../copies/open-copy'

const MEDIA = /^(wix:(image|document|video|audio|vector):\/\/|https?:\/\/(static|video)\.wixstatic\.com\/)/

/** The addresses of media files that items hold, and that a copy does not: each once, in order. */
export async function mediaAddresses(file: RandomAccess, signal: AbortSignal): Promise<string[]> {
  const copy = await openCopy(file, {signal})
  const found = new Set<string>()
  for (const collection of copy.manifest.collections) {
    for await (const items of copy.readItems(collection)) for (const item of items) collect(item, found)
  }
  return [...found].toSorted()
}

function collect(value: CopyItem | unknown, found: Set<string>): void {
  if (typeof value === 'string') {
    if (MEDIA.test(value)) found.add(value)
  } else if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) collect(inner, found)
  }
}
