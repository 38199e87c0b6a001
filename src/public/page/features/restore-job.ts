import type {Overview} from '../../contract'
import {isEnded, LIST_LAG_MS, type Attempt} from '../attempt'
import {tell, to, troubled, type Effect, type Facts, type Step} from '../feature'
import {
  afterAttempt,
  afterRead,
  canStop,
  continued,
  earlierOf,
  interrupted,
  isRunning,
  neededBackups,
  replacing,
  type RestoreJob,
} from '../job'
import {readJob} from '../read-job'
import {feature} from '../running-feature'
import {tellBackupMade} from './tell-backup-made'

export type RestoreJobCommand =
  /** What waits for a person goes on: the next step, or the whole again. */
  {type: 'continueJob'; jobId: string} | {type: 'stopJob'; jobId: string}

interface State {
  jobs: RestoreJob[]
  /** Elapsed: until then, the lists may lack what was made before a reload. */
  lagsUntil: number
}

/** "Safety backup, then restore", from the confirmed question to the restoration that it has begun. */
export const restoreJob = feature<State, RestoreJobCommand, {jobs: RestoreJob[]}>({
  name: 'restoreJob',
  initial: {jobs: [], lagsUntil: 0},
  on(state, event, facts) {
    switch (event.type) {
      case 'jobBegun': {
        const {job, evict, earlier} = event
        const write = {kind: 'createBackup', evict} as const
        return to(
          {...state, jobs: replacing(state.jobs, job)},
          {do: 'write', id: job.attemptId, write, earlier},
        )
      }
      case 'continueJob':
        return proceed(state, event.jobId, facts)
      case 'stopJob':
        return stop(state, event.jobId)
      case 'attempt':
        return event.attempt.owner === 'restoreJob' ? hear(state, event.attempt, facts) : to(state)
      case 'siteRead':
        return facts.site ? advance(state, facts.site.overview, facts) : to(state)
      case 'ended':
        return to('restoration' in event.work ? without(state, event.work.restoration.id) : state)
      case 'resumed':
        return event.name === 'restoreJob' ? resume(event.remembered, facts) : to(state)
      default:
        return to(state)
    }
  },
  needs: ({jobs}) => ({
    backupIds: jobs.flatMap(neededBackups),
    isRunning: jobs.some(isRunning),
    restorations: jobs.flatMap((job) =>
      job.stage === 'restoring' ? [{id: job.restorationId, isCertain: job.isCertain}] : [],
    ),
  }),
  remembers: ({jobs}) => (jobs.length === 0 ? undefined : jobs),
  show: ({jobs}) => ({jobs}),
})

function proceed(state: State, jobId: string, facts: Facts): Step<State> {
  const job = state.jobs.find(({id}) => id === jobId)
  if (!job || facts.isRestoring) return to(state)
  if (job.stage === 'safetyFailed') {
    // Once more from the beginning: the dialog says again what is lost.
    if (facts.question) return to(state)
    const {task} = job
    return to(
      {...state, jobs: state.jobs.filter((other) => other !== job)},
      {
        do: 'say',
        event: {type: 'restoreAskedAgain', task},
      },
    )
  }
  const next = continued(job, facts.newId)
  const jobs = state.jobs.map((other) => (other === job ? next : other))
  return to({...state, jobs}, ...request(next, job), {do: 'look'})
}

/** What has not been sent is not sent any more. */
function stop(state: State, jobId: string): Step<State> {
  const job = state.jobs.find(({id}) => id === jobId)
  if (!job || !canStop(job)) return to(state)
  const jobs = state.jobs.filter((other) => other !== job)
  return to({...state, jobs}, ...('attemptId' in job ? [{do: 'withdraw', id: job.attemptId} as const] : []))
}

/** What has come to be requested is sent. */
function request(job: RestoreJob, before: RestoreJob): Effect[] {
  if (job.stage !== 'restoreRequested' || before.stage === 'restoreRequested') return []
  const {backupId, backupRequestedDate, collections, collectionCount} = job.task
  return [
    {
      do: 'write',
      id: job.attemptId,
      write: {kind: 'restore', backupId, backupRequestedDate, collections, collectionCount},
      earlier: earlierOf(before),
    },
  ]
}

function hear(state: State, attempt: Attempt, facts: Facts): Step<State> {
  if (!isEnded(attempt)) return to(state)
  const {stage} = attempt
  const isAsked = facts.question?.attemptId === attempt.id
  const job = state.jobs.find((one) => 'attemptId' in one && one.attemptId === attempt.id)
  if (!job) {
    // The person has stopped it: there is a backup, or not, and no more.
    if (stage.name === 'done') return to(state, ...tellBackupMade(attempt, facts))
    return isAsked ? to(state) : to(state, troubled(attempt, stage))
  }
  // The dialog that it was confirmed in says why, and asks again.
  const isAskedAgain = isAsked && stage.name !== 'done'
  const next = afterAttempt(job, attempt)
  const jobs = state.jobs.flatMap((other) => (other !== job ? [other] : isAskedAgain ? [] : [next]))
  return to(
    next.stage === 'restoring' && hasEnded(next.restorationId, facts)
      ? without({...state, jobs}, next.restorationId)
      : {...state, jobs},
  )
}

/** It may have ended, and have been told, before the answer came. */
function hasEnded(restorationId: string, facts: Facts): boolean {
  const restoration = facts.findRestoration(restorationId)
  return restoration !== undefined && restoration.status !== 'PENDING'
}

/** After each read of the site the jobs go on by what stands. */
function advance(state: State, site: Overview, {now, newId}: Facts): Step<State> {
  const effects: Effect[] = []
  const isLagging = now < state.lagsUntil
  const jobs = state.jobs.flatMap((job) => {
    const next = afterRead(job, site, {attemptId: `${newId}-${job.id}`, isLagging})
    if (next) {
      effects.push(...request(next, job))
      return [next]
    }
    const {collectionCount, backupRequestedDate} = job.task
    effects.push(tell({kind: 'restoreForgotten', collectionCount, backupRequestedDate}))
    return []
  })
  return to({...state, jobs}, ...effects)
}

function without(state: State, restorationId: string): State {
  const isOf = (job: RestoreJob) => job.stage === 'restoring' && job.restorationId === restorationId
  return {...state, jobs: state.jobs.filter((job) => !isOf(job))}
}

function resume(remembered: unknown, {now}: Facts): Step<State> {
  const jobs = Array.isArray(remembered) ? remembered.flatMap((value) => readJob(value) ?? []) : []
  return to({jobs: jobs.map(interrupted), lagsUntil: now + LIST_LAG_MS})
}
