import type {Problem} from 'public/contract'

type Code = Problem['code']

/** Why a call is not let in: the sentence for the person, the HTTP status for whatever is between. */
export class Refusal extends Error {
  override name = 'Refusal'
  constructor(
    readonly status: number,
    readonly code: Code,
    message: string,
    readonly headers: Record<string, string> = {},
  ) {
    super(message)
  }
}

export function answerRefusal({status, code, message, headers}: Refusal): Response {
  return answer({ok: false, error: {code, message}}, status, headers)
}

/** What is answered is of one person's site: nothing on the way may keep it. */
export function answer(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return Response.json(body, {status, headers: {'cache-control': 'no-store', ...headers}})
}
