import {createHash} from 'node:crypto'
import type {Sha256} from 'public/copies/sha256'

/** Node's own SHA-256: ten times as fast as one in JavaScript. */
export function nodeHash(): Sha256 {
  const hash = createHash('sha256')
  return {update: (bytes) => void hash.update(bytes), digest: () => hash.digest('hex')}
}
