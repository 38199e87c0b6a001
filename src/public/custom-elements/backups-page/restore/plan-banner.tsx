import type {RestorePlan} from '../../../page/page-state'
import {usePage} from '../page-context'
import {Banner} from '../parts/banner'
import {BannerProgress} from '../parts/banner-progress'
import {whatIsRestored} from './what-is-restored'

/** A safety backup and then a restore: where it stands, and what can be done about it. */
export function PlanBanner({plan}: {plan: RestorePlan}) {
  const {state, texts, send} = usePage()
  const {stage, interrupted, backupType, backupRequestedDate, problem} = plan
  const args = [whatIsRestored(plan), backupType, backupRequestedDate] as const
  const safety = state.pending.backups.find(({id}) => id === plan.safetyBackupId)
  const restoration = state.pending.restorations.find(({id}) => id === plan.restorationId)
  const isWaiting = stage === 'safetyRequested' || stage === 'safetyPending'
  const isBad = stage === 'safetyFailed' || stage === 'restoreRefused'
  const text = problem
    ? `${texts.problem.title[problem.code]}. ${texts.problem.text(problem)}`
    : stage === 'safetyFailed'
      ? texts.plan.failed(...args)
      : interrupted || stage === 'safetyReady'
        ? texts.plan.interrupted(...args)
        : isWaiting
          ? texts.plan.next(...args)
          : texts.plan.restoring(...args)
  const next =
    stage === 'safetyReady' || stage === 'restoreRefused'
      ? texts.plan.restoreNow
      : stage === 'safetyPending' && interrupted
        ? texts.plan.restoreWhenReady
        : stage === 'safetyFailed'
          ? texts.plan.startAgain
          : null
  const canStop = stage === 'safetyPending' || stage === 'safetyReady' || isBad
  return (
    <Banner
      hook={`plan-${stage}`}
      skin={isBad ? 'danger' : interrupted ? 'warning' : 'standard'}
      title={interrupted && isWaiting ? texts.plan.waiting : texts.plan.title[stage]}
      {...(next !== null && {action: {text: next, act: () => send({type: 'continuePlan'})}})}
      {...(canStop && {
        second: {text: isBad ? texts.dismiss : texts.plan.stop, act: () => send({type: 'stopPlan'})},
      })}
    >
      {text}
      {safety && <BannerProgress pending={safety} />}
      {restoration && <BannerProgress pending={restoration} />}
    </Banner>
  )
}
