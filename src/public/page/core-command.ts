import type {DiskCommand} from './disk'

/** What a reader's window says. */
export type CoreCommand =
  | {
      type: 'opened'
      language: string
      timeZone: string | null
      visible: boolean
      online: boolean
      /** What was kept of before a reload: see `remember` in the page's state. */
      remembered: unknown
    }
  | {type: 'visibility'; visible: boolean}
  | {type: 'connection'; online: boolean}
  | {type: 'refresh'}
  | DiskCommand

const TYPES: Record<CoreCommand['type'], true> = {
  opened: true,
  visibility: true,
  connection: true,
  refresh: true,
  disk: true,
}

export function isCoreCommand(command: {type: string}): command is CoreCommand {
  return Object.hasOwn(TYPES, command.type)
}
