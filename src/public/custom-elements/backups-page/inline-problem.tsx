import {Box, SectionHelper} from '@wix/design-system'
import type {PageProblem} from '../../page/page-state'
import {usePage} from './page-context'

/** A part of the page that could not be read: why, and once more. */
export function InlineProblem({problem, onRetry}: {problem: PageProblem; onRetry?: () => void}) {
  const {texts, send} = usePage()
  return (
    <Box padding="SP4" direction="vertical" role="status">
      <SectionHelper
        skin="warning"
        fullWidth
        title={texts.problem.title[problem.code]}
        actionText={texts.tryAgain}
        onAction={onRetry ?? (() => send({type: 'refresh'}))}
      >
        {texts.problem.text(problem)}
      </SectionHelper>
    </Box>
  )
}
