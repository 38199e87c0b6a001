import type {Backup, Result} from './contract'

/** Backups that nobody clicks for, where a host has them: a Wix app, which has no jobs, has these. */
export interface AutomaticBackups {
  /** Where an outside scheduler sends its key. */
  readonly address: string
  getChoice(): Promise<Result<AutomaticChoice>>
  /** Whether a backup is made when one is due and somebody opens the page. */
  choose(isOn: boolean): Promise<Result<AutomaticChoice>>
  /** A new key for an outside scheduler, told this once; an earlier one is no longer let in. */
  makeKey(): Promise<Result<AutomaticChoice & {key: string}>>
  removeKey(): Promise<Result<AutomaticChoice>>
  /** Makes a backup if that was chosen and one is due. Never evicts. */
  backUpIfDue(): Promise<Result<AutomaticResult>>
}

export interface AutomaticChoice {
  isOn: boolean
  /** Whether there is a key that lets an outside scheduler in. */
  hasKey: boolean
}

export interface AutomaticResult {
  created: Backup | null
  /** Why one was made, or none: as `backUpIfDue` of site code tells it, or `OFF`. */
  reason: string
}
