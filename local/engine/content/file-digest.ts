import {createHash} from 'node:crypto'
import {closeSync, openSync, readSync, statSync} from 'node:fs'
import {Worker} from 'node:worker_threads'
import type {WorkerRole} from '../worker-protocol'

export interface FileDigest {
  sizeInBytes: number
  sha256: string
}

/** Reads the file in pieces; throws when there is none. */
export function fileDigest(file: string): FileDigest {
  const hash = createHash('sha256')
  const descriptor = openSync(file, 'r')
  try {
    const piece = Buffer.alloc(256 * 1024)
    let sizeInBytes = 0
    for (;;) {
      const length = readSync(descriptor, piece, 0, piece.length, null)
      if (length === 0) return {sizeInBytes, sha256: hash.digest('hex')}
      sizeInBytes += length
      hash.update(piece.subarray(0, length))
    }
  } finally {
    closeSync(descriptor)
  }
}

// Below it, starting a thread takes longer than reading the file.
const WORTH_A_THREAD = 16 * 1024 * 1024
const ROOM_FOR_ANSWER = 4096

/**
 * Reads it in a thread of its own, while the caller's (a worker's, which may block) does something else.
 * What is answered waits for it.
 */
export function startFileDigest(file: string): () => FileDigest {
  if (statSync(file).size < WORTH_A_THREAD) return () => fileDigest(file)
  const shared = new SharedArrayBuffer(4 + ROOM_FOR_ANSWER)
  const task: WorkerRole = {role: 'digester', file, shared}
  // In a worker this is the bundle that it was started from.
  new Worker(__filename, {workerData: task}).unref()
  return () => {
    const length = new Int32Array(shared, 0, 1)
    Atomics.wait(length, 0, 0)
    const text = Buffer.from(new Uint8Array(shared, 4, length[0])).toString()
    const answer = JSON.parse(text) as FileDigest | {failure: string}
    if ('failure' in answer) throw new Error(answer.failure)
    return answer
  }
}

/** The digester's end. */
export function shareFileDigest(file: string, shared: SharedArrayBuffer): void {
  let answer: FileDigest | {failure: string}
  try {
    answer = fileDigest(file)
  } catch (error) {
    answer = {failure: (error as Error).message.slice(0, 500)}
  }
  const bytes = Buffer.from(JSON.stringify(answer))
  new Uint8Array(shared, 4).set(bytes)
  const length = new Int32Array(shared, 0, 1)
  Atomics.store(length, 0, bytes.length)
  Atomics.notify(length, 0)
}
