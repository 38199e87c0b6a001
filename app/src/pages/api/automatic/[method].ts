import type {APIRoute} from 'astro'
import {answerMethod} from '../../../door/answer-method'
import {operationsOf} from '../../../operations-of'

/** What a person chooses of backups that nobody clicks for; all but what a scheduler's key lets in. */
export const POST: APIRoute = (context) =>
  answerMethod(context, ({instanceId}) => {
    const {backUpOnSchedule: _scheduled, ...methods} = operationsOf(instanceId).automatic
    return methods
  })
