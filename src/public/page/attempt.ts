import type {PageMethods, Overview, Result} from '../contract'
import type {Answer} from './answer'
import type {PageProblem} from './page-problem'
import {createBackup, type CreateBackup} from './writes/create-backup'
import {deleteBackup, type DeleteBackup} from './writes/delete-backup'
import {restore, type Restore} from './writes/restore'
import {idOfMade, type Made, type WriteKind} from './writes/write-kind'

/** Every write that the page can make: a new kind is a file in writes/, and a line here and in KINDS. */
interface Writes {
  createBackup: CreateBackup
  deleteBackup: DeleteBackup
  restore: Restore
}

const KINDS: {[Kind in keyof Writes]: WriteKind<Writes[Kind]>} = {createBackup, deleteBackup, restore}

export type Write = Writes[keyof Writes]

/**
 * One write, from the click to its end: working → checking → done, refused or unknown. Plain JSON, several at
 * once, each with an end of its own. Nobody else interprets an unclear answer: features ask how an attempt stands.
 */
export interface Attempt {
  id: string
  /** The feature that asked for it, and tells what came of it. */
  owner: string
  write: Write
  /** IDs that were listed right before it was sent: what is among them was not made by it. */
  before: string[]
  /** Of an earlier one that it repeats, whose outcome stayed unknown: what was not made by that, or was told. */
  earlier: string[] | null
  stage: Stage
}

export type Stage =
  /** Not sent yet: the site is read first. */
  | {name: 'waiting'}
  | {name: 'working'}
  /** What came of it is looked for in the lists. `problem`: why it has to be; `null`: Wix is still at it. */
  | {name: 'checking'; problem: PageProblem | null; until: number}
  | End

export type End =
  /** Uncertain: it fits in every respect, and may be somebody else's. */
  | {name: 'done'; made: Made; isCertain: boolean; shownUntil: number}
  /** It did not happen. */
  | {name: 'refused'; problem: PageProblem}
  /** It may have happened: nothing that fits was found, or several, of which these are the IDs. */
  | {name: 'unknown'; problem: PageProblem; fitting: string[]}

export type Failure = Exclude<End, {name: 'done'}>

export type EndedAttempt = Attempt & {stage: End}

/** Reads lag writes by seconds: for this long, what a call returned is shown even where a list lacks it. */
export const LIST_LAG_MS = 30_000
/** The backend has looked itself before it said that it does not know. */
const AFTER_ANSWER_MS = 8_000
/** The way to the backend broke (Velo answers 504 after 14 s), which may still be at work. */
const AFTER_SILENCE_MS = 20_000
/** The page was reloaded, and the request may only just have been sent. */
const AFTER_RELOAD_MS = 30_000
/** "Deletion takes time" (Backups API). */
const DELETION_MS = 60_000

export function begin(
  id: string,
  owner: string,
  write: Write,
  site: Overview,
  earlier: string[] | null = null,
): Attempt {
  return {id, owner, write, before: idsBefore(write, site), earlier, stage: {name: 'waiting'}}
}

/** Whether it can be told from what was there before only when the site has just been read. */
export function needsFreshRead({write}: Attempt): boolean {
  return KINDS[write.kind].idsBefore !== undefined
}

/** To be called when the site has just been read. What an earlier attempt made after all is not made again. */
export function send(attempt: Attempt, site: Overview, now: number): Attempt {
  if (attempt.earlier !== null) {
    const fitting = look(attempt.write, attempt.earlier, site)
    const problem: PageProblem = {code: 'OUTCOME_UNKNOWN', message: ''}
    if (fitting.length > 0) return {...attempt, stage: found(fitting, problem, now)}
  }
  return {...attempt, before: idsBefore(attempt.write, site), stage: {name: 'working'}}
}

export function call(attempt: Attempt, methods: PageMethods): Promise<Result<Made>> {
  return callKind(attempt.write.kind, attempt.write, methods)
}

export function answered(attempt: Attempt, answer: Answer<Made>, now: number): Attempt {
  if (!answer.ok) {
    const {problem, isSilence} = answer
    if (problem.code !== 'OUTCOME_UNKNOWN') return {...attempt, stage: {name: 'refused', problem}}
    const until = now + (isSilence ? AFTER_SILENCE_MS : AFTER_ANSWER_MS)
    return {...attempt, stage: {name: 'checking', problem, until}}
  }
  if (attempt.write.kind === 'deleteBackup')
    return {...attempt, stage: {name: 'checking', problem: null, until: now + DELETION_MS}}
  return {...attempt, stage: done(answer.value, isCertain(answer.value), now)}
}

/** What a good read of the site says about an attempt that is being checked. */
export function looked(attempt: Attempt, site: Overview, now: number): Attempt {
  const {stage} = attempt
  if (stage.name !== 'checking') return attempt
  const problem: PageProblem = stage.problem ?? {code: 'OUTCOME_UNKNOWN', message: ''}
  const fitting = look(attempt.write, attempt.before, site)
  if (fitting.length > 0) return {...attempt, stage: found(fitting, problem, now)}
  return now < stage.until ? attempt : {...attempt, stage: {name: 'unknown', problem, fitting: []}}
}

/** A failed look is not a look: the answer to "did it happen?" is not in yet. */
export function notLooked(attempt: Attempt, now: number): Attempt {
  const {stage} = attempt
  if (stage.name !== 'checking') return attempt
  return {...attempt, stage: {...stage, until: Math.max(stage.until, now + AFTER_ANSWER_MS)}}
}

/** What could not be sent did not happen. */
export function notSent(attempt: Attempt, problem: PageProblem): Attempt {
  return {...attempt, stage: {name: 'refused', problem}}
}

/** After a reload no answer comes any more. */
export function resumed(attempt: Attempt, now: number): Attempt {
  const problem: PageProblem = {code: 'OUTCOME_UNKNOWN', message: ''}
  return {...attempt, stage: {name: 'checking', problem, until: now + AFTER_RELOAD_MS}}
}

export function isOpen({stage}: Attempt): boolean {
  return stage.name === 'waiting' || stage.name === 'working' || stage.name === 'checking'
}

export function isEnded(attempt: Attempt): attempt is EndedAttempt {
  return !isOpen(attempt)
}

/**
 * `earlier` of an attempt that repeats this one: what was there before the first of them, and what a person was told
 * may be it, since they repeat it in the face of that. A repetition that was refused leaves the first one unknown.
 */
export function earlierOf({before, earlier}: Attempt, failure: Failure): string[] | null {
  return failure.name === 'unknown' ? [...(earlier ?? before), ...failure.fitting] : earlier
}

/** How many may be it. */
export function fittingOf(failure: Failure): number {
  return failure.name === 'unknown' ? failure.fitting.length : 0
}

function idsBefore(write: Write, site: Overview): string[] {
  return KINDS[write.kind].idsBefore?.(site) ?? []
}

function look(write: Write, before: readonly string[], site: Overview): Made[] {
  return lookKind(write.kind, write, new Set(before), site)
}

function callKind<Kind extends keyof Writes>(kind: Kind, write: Writes[Kind], methods: PageMethods) {
  return KINDS[kind].call(methods, write)
}

function lookKind<Kind extends keyof Writes>(
  kind: Kind,
  write: Writes[Kind],
  before: ReadonlySet<string>,
  site: Overview,
) {
  return KINDS[kind].look(write, before, site)
}

function found(fitting: Made[], problem: PageProblem, now: number): End {
  const [made, ...others] = fitting
  if (made === undefined || others.length > 0)
    return {name: 'unknown', problem, fitting: fitting.flatMap((one) => (one === null ? [] : idOfMade(one)))}
  return done(made, made === null, now)
}

function done(made: Made, isCertain: boolean, now: number): End {
  return {name: 'done', made, isCertain, shownUntil: now + LIST_LAG_MS}
}

/** The backend marks what it found after an unclear answer of Wix's. */
function isCertain(made: Made): boolean {
  if (made === null) return true
  const value = 'backup' in made ? made.backup : made.restoration
  return value.certain !== false
}
