import type {PageClock} from './page-clock'

/**
 * Files of the reader's browser, for what is too much to be state. The element has them; bytes cross in pieces, as text,
 * each one only after the one before it was acknowledged: one attribute down (`disk`), one command up.
 */
export interface PageDisk {
  /** All files that the page has written here, on earlier days too. */
  list(): Promise<DiskFile[]>
  /** Fewer bytes where the file ends before. */
  read(name: string, offset: number, length: number): Promise<Uint8Array>
  /** Writes a file anew. It is there, or it is as it was before. */
  write(name: string, bytes: Uint8Array): Promise<void>
  remove(names: string[]): Promise<void>
}

export interface DiskFile {
  name: string
  size: number
}

/** The file that a person has chosen, while the page is there: `read` alone. */
export const CHOSEN_FILE = 'chosen'

/** A piece has at most 256 KB when it crosses, as base64. */
export const PIECE_BYTES = 192 * 1024

export type DiskRequest = {id: number} & (
  | {do: 'list'}
  | {do: 'read'; name: string; offset: number; length: number}
  | {do: 'write'; name: string; data: string}
  | {do: 'remove'; names: string[]}
)

export type DiskCommand = {type: 'disk'; id: number} & (
  | {ok: true; files?: DiskFile[]; data?: string}
  /** `isFull`: there is no room; otherwise the browser keeps no files here, or they are gone. */
  | {ok: false; isFull: boolean; message: string}
)

export class DiskProblem extends Error {
  override name = 'DiskProblem'
  constructor(
    readonly isFull: boolean,
    message: string,
  ) {
    super(message)
  }
}

export interface DiskConnection extends PageDisk {
  /** What came up from the element. */
  answered(command: DiskCommand): void
}

/** A browser may be busy; an element that is gone never answers. */
const PATIENCE_MS = 60_000

/** `send` sets the attribute. */
export function connectDisk(send: (json: string) => void, clock: PageClock): DiskConnection {
  let last = 0
  let turn: Promise<unknown> = Promise.resolve()
  let waiting: {id: number; end(command: DiskCommand): void} | null = null

  function ask(request: DistributiveOmit<DiskRequest, 'id'>): Promise<DiskCommand & {ok: true}> {
    const answer = turn.then(() => askNow(request))
    turn = answer.catch(() => undefined)
    return answer
  }

  async function askNow(request: DistributiveOmit<DiskRequest, 'id'>): Promise<DiskCommand & {ok: true}> {
    const id = ++last
    const command = await new Promise<DiskCommand>((resolve) => {
      const message = 'The page’s element did not answer.'
      const giveUp = clock.after(PATIENCE_MS, () =>
        resolve({type: 'disk', id, ok: false, isFull: false, message}),
      )
      waiting = {
        id,
        end(answer) {
          giveUp()
          resolve(answer)
        },
      }
      send(JSON.stringify({id, ...request}))
    })
    waiting = null
    if (!command.ok) throw new DiskProblem(command.isFull, command.message)
    return command
  }

  return {
    answered(command) {
      if (waiting?.id === command.id) waiting.end(command)
    },
    list: async () => (await ask({do: 'list'})).files ?? [],
    async read(name, offset, length) {
      const pieces: Uint8Array[] = []
      for (let at = 0; at < length;) {
        const some = Math.min(PIECE_BYTES, length - at)
        const piece = fromBase64(
          (await ask({do: 'read', name, offset: offset + at, length: some})).data ?? '',
        )
        pieces.push(piece)
        at += piece.length
        if (piece.length < some) break
      }
      return pieces.length === 1 ? pieces[0]! : joined(pieces)
    },
    async write(name, bytes) {
      if (bytes.length > PIECE_BYTES) throw new Error(`${name}: a file has at most ${PIECE_BYTES} bytes`)
      await ask({do: 'write', name, data: toBase64(bytes)})
    },
    async remove(names) {
      for (let at = 0; at < names.length; at += NAMES_AT_ONCE) {
        await ask({do: 'remove', names: names.slice(at, at + NAMES_AT_ONCE)})
      }
    },
  }
}

const NAMES_AT_ONCE = 1000

type DistributiveOmit<T, Key extends PropertyKey> = T extends unknown ? Omit<T, Key> : never

/** As many as a call takes as arguments everywhere. */
const CODES_AT_ONCE = 8192

export function toBase64(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += CODES_AT_ONCE) {
    text += String.fromCharCode(...bytes.subarray(at, at + CODES_AT_ONCE))
  }
  return btoa(text)
}

export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const codes = atob(text)
  const bytes = new Uint8Array(codes.length)
  for (let at = 0; at < codes.length; at++) bytes[at] = codes.charCodeAt(at)
  return bytes
}

function joined(pieces: Uint8Array[]): Uint8Array {
  const all = new Uint8Array(pieces.reduce((sum, {length}) => sum + length, 0))
  let at = 0
  for (const piece of pieces) {
    all.set(piece, at)
    at += piece.length
  }
  return all
}
