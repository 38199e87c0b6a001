import type {PageProblemCode} from '../../../page/page-state'
import {Button} from '../../markup/button'
import {Card} from '../../markup/card'
import {EmptyState} from '../../markup/empty-state'
import type {IconName} from '../../markup/icon'
import {Text} from '../../markup/text'
import {usePage} from '../page-context'

/** Nothing could be read: why, and what to do about it. */
export function ProblemPage() {
  const {state, texts, send} = usePage()
  const {problem} = state
  if (!problem) return null
  return (
    <Card>
      <div role="alert" data-hook="page-problem" data-code={problem.code}>
        <EmptyState
          skin="warning"
          icon={iconOf(problem.code)}
          title={texts.problem.title[problem.code]}
          subtitle={texts.problem.text(problem)}
        >
          <Button
            dataHook="retry"
            priority="secondary"
            disabled={state.refreshing}
            onClick={() => send({type: 'refresh'})}
          >
            {texts.tryAgain}
          </Button>
          {problem.requestId !== undefined && (
            <Text size="tiny" secondary>
              {texts.problem.requestId(problem.requestId)}
            </Text>
          )}
        </EmptyState>
      </div>
    </Card>
  )
}

function iconOf(code: PageProblemCode): IconName {
  switch (code) {
    case 'NOT_ALLOWED':
      return 'lock'
    case 'SESSION_ENDED':
      return 'person'
    case 'THROTTLED':
      return 'clock'
    case 'SITE_NOT_ENABLED':
      return 'table'
    case 'OFFLINE':
    case 'UNAVAILABLE':
      return 'warning'
    default:
      return 'alert'
  }
}
