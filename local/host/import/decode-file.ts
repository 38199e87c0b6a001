import {FileRefused} from './import-problem'
import {nextTurn} from './in-slices'

const PIECE = 1024 * 1024

/**
 * The file's text, exactly. UTF-8, with or without a byte order mark, or UTF-16 with one; anything else could be
 * read in more than one way, and is refused.
 */
export async function decodeFile(bytes: Buffer): Promise<string> {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return decode(bytes, 'utf-16le')
  if (first === 0xfe && second === 0xff) return decode(bytes, 'utf-16be')
  const text = await decode(bytes, 'utf-8')
  const nul = text.indexOf('\0')
  if (nul >= 0)
    throw new FileRefused({
      line: lineAt(text, nul),
      reason:
        'The file has NUL characters: it is not text, or UTF-16 without a byte order mark. Save it as UTF-8.',
    })
  return text
}

async function decode(bytes: Buffer, encoding: 'utf-8' | 'utf-16le' | 'utf-16be'): Promise<string> {
  const decoder = new TextDecoder(encoding, {fatal: true})
  const pieces: string[] = []
  for (let start = 0; start < bytes.length; start += PIECE) {
    const piece = bytes.subarray(start, start + PIECE)
    try {
      pieces.push(decoder.decode(piece, {stream: start + PIECE < bytes.length}))
    } catch {
      const before = pieces.join('')
      throw notDecodable(before, bytes.subarray(start), encoding)
    }
    await nextTurn()
  }
  return pieces.join('')
}

function notDecodable(before: string, rest: Buffer, encoding: string): FileRefused {
  const good = longestGood(rest, encoding)
  const readable = before + new TextDecoder(encoding).decode(rest.subarray(0, good))
  const line = lineAt(readable, readable.length)
  if (encoding !== 'utf-8')
    return new FileRefused({line, reason: `The line is not valid ${encoding.toUpperCase()}.`})
  const byte = rest[good]!.toString(16).toUpperCase()
  return new FileRefused({
    line,
    reason: `The file is not UTF-8 (byte 0x${byte}); perhaps it is Latin-1 or Windows-1252. Save it as UTF-8.`,
  })
}

/** How many bytes can be read. By halves, since it is asked once for a file. */
function longestGood(bytes: Buffer, encoding: string): number {
  let good = 0
  let bad = bytes.length
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2)
    try {
      new TextDecoder(encoding, {fatal: true}).decode(bytes.subarray(0, middle), {stream: true})
      good = middle
    } catch {
      bad = middle
    }
  }
  // A character that was begun is not good either: it is the one that does not go on.
  const isWhole = (end: number) => {
    try {
      new TextDecoder(encoding, {fatal: true}).decode(bytes.subarray(0, end))
      return true
    } catch {
      return false
    }
  }
  return [good, good - 1, good - 2, good - 3].find((end) => end >= 0 && isWhole(end)) ?? good
}

function lineAt(text: string, end: number): number {
  let line = 1
  for (let at = text.indexOf('\n'); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) line++
  return line
}
