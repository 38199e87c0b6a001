import {createHash} from 'node:crypto'
import {closeSync, fsyncSync, openSync, readSync, statSync} from 'node:fs'
import {Worker} from 'node:worker_threads'

/** What a thread is told that reads a file: `shared` takes its answer. */
export interface DigesterRole {
  role: 'digester'
  file: string
  durable: boolean
  shared: SharedArrayBuffer
}

export interface FileDigest {
  sizeInBytes: number
  sha256: string
}

/** Reads the file in pieces; throws when there is none. Durable: also waits until the disk has it. */
function fileDigest(file: string, durable: boolean): FileDigest {
  const hash = createHash('sha256')
  const descriptor = openSync(file, durable ? 'r+' : 'r')
  try {
    if (durable) fsyncSync(descriptor)
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
const LONGEST_WAIT_MS = 60_000

/**
 * Reads it in a thread of its own, while the caller's (a worker's, which may block) does something else.
 * What is answered waits for it.
 */
export function startFileDigest(file: string): () => FileDigest {
  return startDigest(file, false)
}

/** The same, for a file that was just written. */
export function startDurableDigest(file: string): () => FileDigest {
  return startDigest(file, true)
}

function startDigest(file: string, durable: boolean): () => FileDigest {
  if (statSync(file).size < WORTH_A_THREAD) return () => fileDigest(file, durable)
  const shared = new SharedArrayBuffer(4 + ROOM_FOR_ANSWER)
  const task: DigesterRole = {role: 'digester', file, durable, shared}
  // In a worker this is the bundle that it was started from.
  new Worker(__filename, {workerData: task}).unref()
  return () => {
    const length = new Int32Array(shared, 0, 1)
    // A thread that could not even start tells nothing.
    if (Atomics.wait(length, 0, 0, LONGEST_WAIT_MS) === 'timed-out') return fileDigest(file, durable)
    const text = Buffer.from(new Uint8Array(shared, 4, length[0])).toString()
    const answer = JSON.parse(text) as FileDigest | {failure: string}
    if ('failure' in answer) throw new Error(answer.failure)
    return answer
  }
}

/** The digester's end. */
export function shareFileDigest(file: string, durable: boolean, shared: SharedArrayBuffer): void {
  let answer: FileDigest | {failure: string}
  try {
    answer = fileDigest(file, durable)
  } catch (error) {
    answer = {failure: (error as Error).message.slice(0, 500)}
  }
  const bytes = Buffer.from(JSON.stringify(answer))
  new Uint8Array(shared, 4).set(bytes)
  const length = new Int32Array(shared, 0, 1)
  Atomics.store(length, 0, bytes.length)
  Atomics.notify(length, 0)
}
