import type {APIContext} from 'astro'
import {readArguments} from './read-arguments'
import {answer, answerRefusal, Refusal} from './refusal'
import type {Caller} from './who-calls'

/** Answers `POST …/<method>`, a JSON array of arguments, with what the method of that name answers. */
export async function answerMethod(
  {request, params, locals}: APIContext,
  methodsFor: (caller: Caller) => object,
): Promise<Response> {
  try {
    // Fails closed: whoever did not come through the door is nobody.
    if (!locals.caller || !locals.begin?.()) {
      throw new Refusal(401, 'NOT_ALLOWED', 'Nobody has said who is calling.')
    }
    const method = findMethod(methodsFor(locals.caller), params.method)
    return answer(await method(...(await readArguments(request))))
  } catch (error) {
    if (error instanceof Refusal) return answerRefusal(error)
    throw error
  }
}

type Method = (...args: unknown[]) => Promise<unknown>

function findMethod(methods: object, name: string | undefined): Method {
  const method = name !== undefined && Object.hasOwn(methods, name) ? Reflect.get(methods, name) : undefined
  if (typeof method !== 'function') {
    throw new Refusal(
      404,
      'INVALID_ARGUMENT',
      `There is no method ${String(name).slice(0, 50)}. There are: ${Object.keys(methods).join(', ')}.`,
    )
  }
  return method as Method
}
