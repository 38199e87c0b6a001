import type {APIRoute} from 'astro'
import {answer, answerRefusal, Refusal} from '../../../door/refusal'
import {readArguments} from '../../../door/read-arguments'
import {operationsOf} from '../../../operations-of'

/**
 * `POST /api/backups/<method>`, a JSON array of arguments: the web methods of a Velo site, for an app. The same
 * checks, the same operations, the same JSON.
 */
export const POST: APIRoute = async ({request, params, locals}) => {
  try {
    // Fails closed: whoever did not come through the door is nobody.
    if (!locals.caller || !locals.begin?.()) {
      throw new Refusal(401, 'NOT_ALLOWED', 'Nobody has said who is calling.')
    }
    const method = findMethod(operationsOf(locals.caller.instanceId), params.method)
    return answer(await method(...(await readArguments(request))))
  } catch (error) {
    if (error instanceof Refusal) return answerRefusal(error)
    throw error
  }
}

type Method = (...args: unknown[]) => Promise<unknown>

function findMethod(operations: object, name: string | undefined): Method {
  const method =
    name !== undefined && Object.hasOwn(operations, name) ? Reflect.get(operations, name) : undefined
  if (typeof method !== 'function') {
    throw new Refusal(
      404,
      'INVALID_ARGUMENT',
      `There is no method ${String(name).slice(0, 50)}. There are: ${Object.keys(operations).join(', ')}.`,
    )
  }
  return method as Method
}
