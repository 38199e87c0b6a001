import type {APIRoute} from 'astro'
import {answer, answerRefusal, Refusal} from '../../door/refusal'
import {operationsOf} from '../../operations-of'

/** Makes a backup if there is none from within the hour, for an outside scheduler that the door knows by its key. */
export const POST: APIRoute = async ({locals}) => {
  if (!locals.scheduledFor || !locals.begin?.()) {
    return answerRefusal(new Refusal(401, 'NOT_ALLOWED', 'Nobody has said who is calling.'))
  }
  return answer(await operationsOf(locals.scheduledFor).automatic.backUpOnSchedule())
}
