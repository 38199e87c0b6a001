import type {APIRoute} from 'astro'
import {answerMethod} from '../../../door/answer-method'
import {operationsOf} from '../../../operations-of'

/** The web methods of a Velo site, for an app: the same checks, the same operations, the same JSON. */
export const POST: APIRoute = (context) =>
  answerMethod(context, ({instanceId}) => operationsOf(instanceId).operations)
