import {parseArgs, type ParseArgsConfig} from 'node:util'
import {CommandProblem} from './problem'

/** What was asked for; every value is checked. */
export type Request =
  | {command: 'help' | 'version'}
  | ({
      command: 'copy'
      out: string
      backup: string | undefined
      overwrite: boolean
      discard: boolean
    } & Common)
  | ({command: 'verify'; file: string} & Pick<Common, 'json'>)
  | ({command: 'compare'; file: string; values: boolean} & Common)
  | ({
      command: 'restore'
      file: string
      items: string[] | undefined
      mode: Mode
      overwrite: boolean
      evict: string | undefined
      noSafetyBackup: boolean
      dryRun: boolean
    } & Common)
  | ({command: 'undo'; file: string} & Pick<Common, 'json' | 'local'>)
  | ({command: 'drill'; backup: string | undefined} & Common)
  | ({command: 'list'; folder: string; keep: string | undefined; prune: boolean} & Pick<Common, 'json'>)

export interface Common {
  json: boolean
  local: string | undefined
  collections: string[] | undefined
}

export type Mode = 'keep-newer' | 'replace' | 'beside'
const MODES: readonly Mode[] = ['keep-newer', 'replace', 'beside']

export const USAGE = `Usage: backups <command> …

  copy --out FILE [--backup ID] [--collections A,B] [--overwrite] [--discard]
      Copies the site as it is now, or a backup of it, into a file. An unfinished copy is gone on with.
      --overwrite replaces FILE; --discard removes what an unfinished copy has left, also on the site.
  verify FILE
      Checks every checksum and count. Needs no site.
  compare FILE [--collections A,B] [--values]
      What is missing on the site, changed or added since the copy; with --values, what fields were and are.
  restore FILE --mode keep-newer|replace|beside [--collections A,B] [--items ID,ID] [--dry-run]
      keep-newer  brings back what is missing, and what is older on the site than in the copy
      replace     makes the collections exactly what the copy holds, after a safety backup. Needs --overwrite;
                  --evict ID names the backup that the safety backup may push out, --no-safety-backup does without
      beside      into new collections
      --items     of one collection only these, with keep-newer
      --dry-run   says what would be done, and changes nothing
  undo RECEIPT
      Takes back what restore --mode keep-newer has written, but for what was changed since. The restore names its
      receipt, which lies beside the copy.
  drill [BACKUP] [--collections A,B]
      Proves that a backup, the newest one without its ID, comes back as it was: restores three of its collections,
      or those named, beside the originals, compares, measures, and removes them.
  list FOLDER [--keep daily=7,weekly=5,monthly=12] [--prune]
      The copies in a folder; with --keep, which of them stay and why; with --prune the others are deleted.

Which site: --local ADDRESS (of npm start), or WIX_SITE_ID and WIX_API_KEY in the environment.
--json prints one JSON value on standard output.
Exit code: 0 done; 1 a difference, a conflict or damage was found; 2 it could not be done; 130 interrupted.`

const OPTIONS = {
  help: {type: 'boolean', short: 'h'},
  version: {type: 'boolean'},
  json: {type: 'boolean'},
  local: {type: 'string'},
  collections: {type: 'string'},
  out: {type: 'string'},
  backup: {type: 'string'},
  overwrite: {type: 'boolean'},
  discard: {type: 'boolean'},
  items: {type: 'string'},
  values: {type: 'boolean'},
  mode: {type: 'string'},
  evict: {type: 'string'},
  'no-safety-backup': {type: 'boolean'},
  'dry-run': {type: 'boolean'},
  keep: {type: 'string'},
  prune: {type: 'boolean'},
} satisfies ParseArgsConfig['options']

type Option = keyof typeof OPTIONS

const SITE: Option[] = ['json', 'local', 'collections']
const TAKES: Record<string, Option[]> = {
  copy: [...SITE, 'out', 'backup', 'overwrite', 'discard'],
  verify: ['json'],
  compare: [...SITE, 'values'],
  restore: [...SITE, 'items', 'mode', 'overwrite', 'evict', 'no-safety-backup', 'dry-run'],
  undo: ['json', 'local'],
  drill: SITE,
  list: ['json', 'keep', 'prune'],
}

export function readCommandLine(args: string[]): Request {
  const {values, positionals} = parse(args)
  const [command, ...rest] = positionals
  if (values.help || (command === undefined && args.length === 0)) return {command: 'help'}
  if (values.version) return {command: 'version'}
  if (command === undefined || !Object.hasOwn(TAKES, command)) {
    throw usage(
      `${command === undefined ? 'Which command' : `There is no command "${command}"`}? There are: ${Object.keys(TAKES).join(', ')}`,
    )
  }
  for (const name of Object.keys(values) as Option[]) {
    if (!TAKES[command]!.includes(name)) throw usage(`${command} does not take --${name}`)
  }
  const json = values.json ?? false
  const common: Common = {
    json,
    local: filled(values.local, 'local'),
    collections: ids('collections', values.collections),
  }

  switch (command) {
    case 'copy': {
      nothingMore(command, rest)
      const out = filled(values.out, 'out')
      if (out === undefined) throw usage('copy needs --out with the name of the file to write')
      const {overwrite = false, discard = false} = values
      return {command, ...common, out, backup: filled(values.backup, 'backup'), overwrite, discard}
    }
    case 'verify':
      return {command, json, file: one(command, 'the copy', rest)}
    case 'compare':
      return {command, ...common, file: one(command, 'the copy', rest), values: values.values ?? false}
    case 'restore':
      return {
        command,
        ...common,
        file: one(command, 'the copy', rest),
        items: ids('items', values.items),
        mode: mode(values.mode),
        overwrite: values.overwrite ?? false,
        evict: filled(values.evict, 'evict'),
        noSafetyBackup: values['no-safety-backup'] ?? false,
        dryRun: values['dry-run'] ?? false,
      }
    case 'undo':
      return {command, json, local: common.local, file: one(command, 'the receipt', rest)}
    case 'drill': {
      const [backup, ...more] = rest
      nothingMore(command, more)
      return {command, ...common, backup}
    }
    default: {
      const {keep, prune = false} = values
      if (prune && keep === undefined) throw usage('--prune needs --keep: which copies are to stay')
      return {command: 'list', json, folder: one(command, 'the folder', rest), keep, prune}
    }
  }
}

function parse(args: string[]) {
  try {
    return parseArgs({args, options: OPTIONS, allowPositionals: true, strict: true})
  } catch (error) {
    throw usage((error as Error).message.split('\n')[0]!.replace(/\.$/, ''))
  }
}

function one(command: string, what: string, rest: string[]): string {
  const [file, ...more] = rest
  if (!file) throw usage(`${command} needs the path of ${what}`)
  nothingMore(command, more)
  return file
}

function nothingMore(command: string, rest: string[]): void {
  if (rest.length > 0) throw usage(`${command} does not know what to do with "${rest[0]}"`)
}

function filled(value: string | undefined, option: Option): string | undefined {
  if (value?.trim() === '') throw usage(`--${option} is empty`)
  return value?.trim()
}

function ids(option: 'collections' | 'items', value: string | undefined): string[] | undefined {
  if (value === undefined) return undefined
  const found = value
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '')
  if (found.length === 0) throw usage(`--${option} takes the IDs of ${option}, with commas between them`)
  return [...new Set(found)]
}

function mode(value: string | undefined): Mode {
  if (!MODES.includes(value as Mode)) {
    throw usage(
      `restore needs --mode: ${MODES.slice(0, -1).join(', ')} or ${MODES.at(-1)}${value === undefined ? '' : `, not "${value}"`}`,
    )
  }
  return value as Mode
}

function usage(message: string): CommandProblem {
  return new CommandProblem(`${message}. backups --help says more.`, 'USAGE')
}
