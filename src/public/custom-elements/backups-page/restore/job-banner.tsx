import {canStop, type RestoreJob} from '../../../page/job'
import type {Texts} from '../../../page/texts/texts'
import {usePage} from '../page-context'
import {Banner} from '../parts/banner'
import {BannerProgress} from '../parts/banner-progress'
import {whatIsRestored} from './what-is-restored'

/** A safety backup and then a restore: where it stands, and what can be done about it. */
export function JobBanner({job}: {job: RestoreJob}) {
  const {state, texts, send} = usePage()
  const {id: jobId, stage} = job
  const isInterrupted = 'isInterrupted' in job && job.isInterrupted
  const safety = 'safetyBackupId' in job && state.pending.backups.find(({id}) => id === job.safetyBackupId)
  const restoration =
    job.stage === 'restoring' && state.pending.restorations.find(({id}) => id === job.restorationId)
  const isBad = stage === 'safetyFailed' || stage === 'restoreRefused' || stage === 'restoreUnknown'
  const next = nextStep(job, texts)
  const isWaiting = isInterrupted || stage === 'safetyReady'
  return (
    <Banner
      hook={`job-${stage}`}
      skin={isBad ? 'danger' : isWaiting ? 'warning' : 'standard'}
      title={isInterrupted ? texts.job.waiting : texts.job.title[stage]}
      {...(next !== null && {action: {text: next, act: () => send({type: 'continueJob', jobId})}})}
      {...(canStop(job) && {
        second: {text: isBad ? texts.dismiss : texts.job.stop, act: () => send({type: 'stopJob', jobId})},
      })}
    >
      {explanation(job, texts)}
      {safety && <BannerProgress pending={safety} />}
      {restoration && <BannerProgress pending={restoration} />}
    </Banner>
  )
}

function nextStep(job: RestoreJob, texts: Texts): string | null {
  switch (job.stage) {
    case 'safetyReady':
    case 'restoreRefused':
    case 'restoreUnknown':
      return texts.job.restoreNow
    case 'safetyPending':
      return job.isInterrupted ? texts.job.restoreWhenReady : null
    case 'safetyFailed':
      return texts.job.startAgain
    default:
      return null
  }
}

function explanation(job: RestoreJob, texts: Texts): string {
  const {task} = job
  const args = [whatIsRestored(task), task.backupType, task.backupRequestedDate] as const
  switch (job.stage) {
    case 'safetyRequested':
    case 'safetyPending':
      return job.isInterrupted ? texts.job.interrupted(...args) : texts.job.next(...args)
    case 'safetyReady':
      return texts.job.interrupted(...args)
    case 'safetyFailed':
    case 'restoreRefused': {
      const {problem} = job
      if (!problem) return texts.job.failed(...args)
      return `${texts.problem.title[problem.code]}. ${texts.problem.text(problem)}`
    }
    case 'restoreUnknown': {
      const {problem, fitting} = job
      const unknown =
        fitting.length > 0 ? texts.job.several(...args, fitting.length) : texts.job.unknown(...args)
      if (problem.code === 'OUTCOME_UNKNOWN') return unknown
      return `${unknown} ${texts.job.refusedAgain} ${texts.problem.title[problem.code]}. ${texts.problem.text(problem)}`
    }
    case 'restoreRequested':
      return texts.job.restoring(...args)
    case 'restoring':
      return job.isCertain
        ? texts.job.restoring(...args)
        : `${texts.job.restoring(...args)} ${texts.job.uncertain}`
  }
}
