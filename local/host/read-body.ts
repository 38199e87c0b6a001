import type {IncomingMessage} from 'node:http'

/** Larger than any bulk that keeps within Wix's limits in practice; Wix documents only 500 KB an item [assumed]. */
export const MOST_BODY_BYTES = 16 * 1024 * 1024
/** A refused body is still read to its end up to here, so that the sender gets to see the answer. */
const MOST_DRAINED_BYTES = 256 * 1024 * 1024

export class BodyTooLarge extends Error {}

/** JSON is UTF-8: bytes that are not would become other letters without a word. */
export class BodyNotText extends Error {}

export async function readBody(request: IncomingMessage): Promise<string> {
  const bytes = await readBytes(request)
  try {
    return new TextDecoder('utf-8', {fatal: true}).decode(bytes)
  } catch {
    throw new BodyNotText('The body is not UTF-8')
  }
}

export async function readBytes(request: IncomingMessage, most = MOST_BODY_BYTES): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= most) chunks.push(chunk)
    else chunks.length = 0
    if (size > MOST_DRAINED_BYTES) break
  }
  if (size > most) throw new BodyTooLarge(`The body has more than ${most} bytes`)
  return Buffer.concat(chunks)
}
