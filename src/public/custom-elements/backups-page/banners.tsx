import './banners.css'
import {CopyBanner} from './copies/copy-banner'
import {usePage} from './page-context'
import {Banner} from './parts/banner'
import {TroubleBanner} from './parts/trouble-banner'
import {JobBanner} from './restore/job-banner'
import {OutcomeBanner} from './restore/outcome-banner'
import {RestoringBanner} from './restore/restoring-banner'

/** What needs to be known above everything else: old data, work under way, what just ended. */
export function Banners() {
  const {state, texts, now, send} = usePage()
  const {problem, jobs, outcomes, troubles, pending, collectionsProblem, copy} = state
  const ofJobs = new Set(jobs.map((job) => (job.stage === 'restoring' ? job.restorationId : null)))
  const running = pending.restorations.filter(({id}) => !ofJobs.has(id))
  const count = jobs.length + outcomes.length + troubles.length + running.length + (copy ? 1 : 0)
  if (!problem && !collectionsProblem && count === 0) return null
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
      {troubles.map((trouble) => (
        <TroubleBanner key={trouble.id} trouble={trouble} />
      ))}
      {jobs.map((job) => (
        <JobBanner key={job.id} job={job} />
      ))}
      {running.map((restoration) => (
        <RestoringBanner key={restoration.id} restoration={restoration} />
      ))}
      <CopyBanner />
      {outcomes.map((outcome) => (
        <OutcomeBanner key={outcome.id} outcome={outcome} />
      ))}
    </div>
  )
}
