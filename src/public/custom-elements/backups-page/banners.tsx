import './banners.css'
import {usePage} from './page-context'
import {Banner} from './parts/banner'
import {OutcomeBanner} from './restore/outcome-banner'
import {PlanBanner} from './restore/plan-banner'
import {RestoringBanner} from './restore/restoring-banner'

/** What needs to be known above everything else: old data, work under way, what just ended. */
export function Banners() {
  const {state, texts, now, send} = usePage()
  const {problem, plan, outcome, pending, collectionsProblem} = state
  const running = pending.restorations.filter(({id}) => id !== plan?.restorationId)
  const isNothing = !problem && !plan && !outcome && running.length === 0 && !collectionsProblem
  if (isNothing) return null
  return (
    <div class="bp-banners" data-hook="banners">
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
        <RestoringBanner key={restoration.id} restoration={restoration} />
      ))}
      {outcome && <OutcomeBanner outcome={outcome} />}
    </div>
  )
}
