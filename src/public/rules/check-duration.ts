import {BackupsError} from '../backups-error'

/** A wait that is no number would never end. What was not given is `otherwise`; throws INVALID_ARGUMENT. */
export function checkDuration(argument: string, value: unknown, otherwise: number): number {
  const given = value ?? otherwise
  if (typeof given !== 'number' || !Number.isFinite(given) || given < 0) {
    throw BackupsError.of({
      code: 'INVALID_ARGUMENT',
      argument,
      detail: 'it must be a number of milliseconds, 0 or more',
    })
  }
  return given
}
