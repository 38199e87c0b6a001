import {
  DataCollection,
  History,
  LockLocked,
  StatusAlert,
  StatusWarning,
  Time,
  User,
} from '@wix/wix-ui-icons-common'
import type {ReactNode} from 'react'
import type {PageProblemCode} from '../../page/page-state'
import {CreateButton} from './create-button'
import {EmptyState} from './empty-state'
import {Button} from './markup/button'
import {Card} from './markup/card'
import {Text} from './markup/text'
import {usePage} from './page-context'

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

/** The first run. */
export function EmptyPage() {
  const {state, texts} = usePage()
  const hasNoCollections = state.protection?.level === 'noCollections'
  return (
    <Card>
      <div data-hook="empty">
        <EmptyState
          icon={hasNoCollections ? <DataCollection /> : <History />}
          title={hasNoCollections ? texts.empty.noCollectionsTitle : texts.empty.title}
          subtitle={hasNoCollections ? texts.empty.noCollectionsText : texts.empty.text}
        >
          {hasNoCollections ? null : <CreateButton />}
        </EmptyState>
      </div>
    </Card>
  )
}

function iconOf(code: PageProblemCode): ReactNode {
  switch (code) {
    case 'NOT_ALLOWED':
      return <LockLocked />
    case 'SESSION_ENDED':
      return <User />
    case 'THROTTLED':
      return <Time />
    case 'SITE_NOT_ENABLED':
      return <DataCollection />
    case 'OFFLINE':
    case 'UNAVAILABLE':
      return <StatusWarning />
    default:
      return <StatusAlert />
  }
}
