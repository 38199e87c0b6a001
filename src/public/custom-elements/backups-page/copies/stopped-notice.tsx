import type {Stopped} from '../../../page/page-state'
import {Notice} from '../../markup/notice'
import {DialogProblem} from '../dialog/dialog-notices'
import {usePage} from '../page-context'

/** What stopped it, and what to do. */
export function StoppedNotice({stopped}: {stopped: Stopped}) {
  const {texts} = usePage()
  if (stopped.kind === 'problem') return <DialogProblem problem={stopped.problem} />
  return (
    <div role="alert" data-hook="copy-trouble" data-code={stopped.code}>
      <Notice skin="danger" hasIcon title={texts.copies.stopped}>
        {texts.copies.trouble[stopped.code]} <bdi>{stopped.about}</bdi>
      </Notice>
    </div>
  )
}
