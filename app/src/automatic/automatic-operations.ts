import type {Result} from 'public/contract'
import type {AutomaticBackups, AutomaticChoice, AutomaticResult} from 'public/automatic-contract'
import {BackupsError} from 'public/backups-error'
import {createBackUpIfDue} from 'backend/create-back-up-if-due'
import {operation, type Process} from 'backend/operations/operation'
import type {createOperations} from 'backend/operations/operations'
import {hashOf, newSecret, writeKey} from './scheduler-key'
import {changeSettings, readSettings} from './settings'

const HOUR_MS = 60 * 60 * 1000
const DAY_MS = 24 * HOUR_MS

/** When somebody opens the page: as a careful person would click. */
const ON_OPENING = {ifNoBackupFor: DAY_MS, neverEvict: true}
/** When a scheduler calls: whenever it likes, but one an hour. The lists know; a worker keeps no counter. */
const ON_SCHEDULE = {ifNoBackupFor: HOUR_MS, unlessAutomaticWithin: 0, neverEvict: true}

export interface AutomaticOperations extends Omit<AutomaticBackups, 'address'> {
  backUpOnSchedule(): Promise<Result<AutomaticResult>>
}

/** Backups that nobody clicks for: a Wix app has no jobs, so they need somebody to open the page, or to call. */
export function automaticOperations(
  instanceId: string,
  process: Process,
  operations: ReturnType<typeof createOperations>,
  inTurn: Process['inTurn'],
): AutomaticOperations {
  const ifDue = createBackUpIfDue(operations)
  const backUpIfDue = (options: Parameters<typeof ifDue>[0]) => inTurn(() => ifDue(options))
  // Saving the same once more changes nothing: after an unclear answer it is repeated.
  return {
    getChoice: operation(0, async ({request}) =>
      choiceOf(await request.read(() => readSettings(instanceId))),
    )(process),
    choose: operation(1, async ({request}, isOn) => {
      if (typeof isOn !== 'boolean') {
        throw BackupsError.of({
          code: 'INVALID_ARGUMENT',
          argument: 'isOn',
          detail: 'it must be true or false',
        })
      }
      return choiceOf(await request.read(() => changeSettings(instanceId, {isAutomatic: isOn})))
    })(process),
    makeKey: operation(0, async ({request}) => {
      const secret = newSecret()
      const secretHash = await hashOf(secret)
      const settings = await request.read(() => changeSettings(instanceId, {secretHash}))
      return {...choiceOf(settings), key: writeKey({instanceId, secret})}
    })(process),
    removeKey: operation(0, async ({request}) =>
      choiceOf(await request.read(() => changeSettings(instanceId, {secretHash: null}))),
    )(process),
    backUpIfDue: operation(0, async ({request}): Promise<AutomaticResult> => {
      const {isAutomatic} = await request.read(() => readSettings(instanceId))
      return isAutomatic ? backUpIfDue(ON_OPENING) : {created: null, reason: 'OFF'}
    })(process),
    backUpOnSchedule: operation(0, (): Promise<AutomaticResult> => backUpIfDue(ON_SCHEDULE))(process),
  }
}

function choiceOf({isAutomatic, secretHash}: Awaited<ReturnType<typeof readSettings>>): AutomaticChoice {
  return {isOn: isAutomatic, hasKey: secretHash !== null}
}
