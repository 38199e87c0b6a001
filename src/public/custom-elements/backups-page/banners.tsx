import type {ReactNode} from 'react'
import type {Estimate, RestorationView, RestorePlan} from '../../page/page-state'
import {Notice, type NoticeAction, type NoticeSkin} from './markup/notice'
import {usePage} from './page-context'
import {Progress} from './progress'

/** What needs to be known above everything else: old data, work under way, what just ended. */
export function Banners() {
  const {state, texts, now, send} = usePage()
  const {problem, plan, outcome, pending, collectionsProblem} = state
  const running = pending.restorations.filter(({id}) => id !== plan?.restorationId)
  const isNothing = !problem && !plan && !outcome && running.length === 0 && !collectionsProblem
  if (isNothing) return null
  return (
    <div className="bp-banners" data-hook="banners">
      {problem && (
        <Banner
          hook="stale"
          skin="warning"
          title={texts.problem.title[problem.code]}
          action={{text: texts.tryAgain, act: () => send({type: 'refresh'})}}
        >
          {texts.problem.text(problem)} {state.now !== null && texts.problem.stale(state.now, now)}
        </Banner>
      )}
      {collectionsProblem && (
        <Banner
          hook="collections-problem"
          skin="warning"
          title={texts.problem.title[collectionsProblem.code]}
        >
          {texts.problem.collections}
        </Banner>
      )}
      {plan && <PlanBanner plan={plan} />}
      {running.map((restoration) => (
        <Banner
          key={restoration.id}
          hook="restoring"
          skin="standard"
          title={texts.restoring(what(restoration), restoration.backupType, restoration.backupRequestedDate)}
        >
          {texts.restoringHint}
          <BannerProgress pending={restoration} />
        </Banner>
      ))}
      {outcome && <OutcomeBanner outcome={outcome} />}
    </div>
  )
}

function PlanBanner({plan}: {plan: RestorePlan}) {
  const {state, texts, send} = usePage()
  const {stage, interrupted, backupType, backupRequestedDate, problem} = plan
  const args = [what(plan), backupType, backupRequestedDate] as const
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

function BannerProgress({pending}: {pending: {requestedDate: string; estimate: Estimate | null}}) {
  return (
    <div className="bp-banner-progress">
      <Progress since={pending.requestedDate} estimate={pending.estimate} />
    </div>
  )
}

function OutcomeBanner({outcome}: {outcome: RestorationView}) {
  const {texts, send} = usePage()
  const {id, status, copy, backupId, backupRequestedDate, undoBackupId} = outcome
  const dismiss = {text: texts.dismiss, act: () => send({type: 'dismissOutcome'} as const)}
  if (status === 'FAILED') {
    return (
      <Banner
        hook="outcome-failed"
        skin="danger"
        title={texts.outcome.failedTitle}
        action={{text: texts.list.again, act: () => send({type: 'askRestore', backupId, restorationId: id})}}
        second={dismiss}
      >
        {texts.outcome.failed(what(outcome), backupRequestedDate)}
      </Banner>
    )
  }
  return (
    <Banner
      hook="outcome-restored"
      skin="success"
      title={texts.outcome.restoredTitle}
      second={dismiss}
      {...(undoBackupId !== null && {
        action: {
          text: texts.outcome.undo,
          act: () => send({type: 'askRestore', backupId: undoBackupId, restorationId: id}),
        },
      })}
    >
      {copy
        ? texts.outcome.copied(what(outcome), backupRequestedDate)
        : texts.outcome.restored(what(outcome), backupRequestedDate)}
    </Banner>
  )
}

function what({collectionCount, firstCollections}: {collectionCount: number; firstCollections: string[]}) {
  return {count: collectionCount, names: firstCollections}
}

function Banner({
  hook,
  skin,
  title,
  action,
  second,
  children,
}: {
  hook: string
  skin: NoticeSkin
  title: string
  action?: NoticeAction
  second?: NoticeAction
  children: ReactNode
}) {
  return (
    <div role={skin === 'danger' ? 'alert' : undefined} data-hook={`banner-${hook}`}>
      <Notice skin={skin} hasIcon title={title} action={action} second={second}>
        {children}
      </Notice>
    </div>
  )
}
