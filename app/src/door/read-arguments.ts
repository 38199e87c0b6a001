import {MOST_BODY_BYTES, tooLarge} from './check-request'
import {Refusal} from './refusal'

/** The arguments of a call: a JSON array. A body that is too large is not read to its end. */
export async function readArguments(request: Request): Promise<unknown[]> {
  const text = await readText(request)
  let args: unknown
  try {
    args = JSON.parse(text === '' ? '[]' : text)
  } catch {
    throw invalidBody()
  }
  if (!Array.isArray(args)) throw invalidBody()
  return args
}

function invalidBody(): Refusal {
  return new Refusal(400, 'INVALID_ARGUMENT', 'The body must be a JSON array with the arguments.')
}

async function readText({body}: Request): Promise<string> {
  if (!body) return ''
  const reader = body.getReader()
  const decoder = new TextDecoder('utf-8', {fatal: true})
  let size = 0
  let text = ''
  for (;;) {
    const {done, value} = await reader.read()
    size += value?.length ?? 0
    if (size > MOST_BODY_BYTES) {
      await reader.cancel()
      throw tooLarge()
    }
    try {
      text += decoder.decode(value, {stream: !done})
    } catch {
      throw invalidBody()
    }
    if (done) return text
  }
}
