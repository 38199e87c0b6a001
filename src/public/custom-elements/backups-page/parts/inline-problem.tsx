import type {PageProblem} from '../../../page/page-state'
import {Notice} from '../../markup/notice'
import {usePage} from '../page-context'
import './inline-problem.css'

/** A part of the page that could not be read: why, and once more. */
export function InlineProblem({problem, onRetry}: {problem: PageProblem; onRetry?: () => void}) {
  const {texts, send} = usePage()
  return (
    <div class="bp-inline-problem" role="status">
      <Notice
        skin="warning"
        title={texts.problem.title[problem.code]}
        action={{text: texts.tryAgain, act: onRetry ?? (() => send({type: 'refresh'}))}}
      >
        {texts.problem.text(problem)}
      </Notice>
    </div>
  )
}
