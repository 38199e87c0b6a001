import type {ComponentChildren} from 'preact'
import type {PageProblem} from '../../../page/page-state'
import {Notice, type NoticeSkin} from '../../markup/notice'
import {Text} from '../../markup/text'
import {usePage} from '../page-context'

export function Changed({text}: {text: string}) {
  return (
    <DialogNotice role="alert" dataHook="dialog-changed" skin="warning">
      {text}
    </DialogNotice>
  )
}

export function Checking({text}: {text: string}) {
  return (
    <DialogNotice role="status" dataHook="dialog-checking" skin="standard">
      {text}
    </DialogNotice>
  )
}

export function DialogProblem({problem, title, text}: {problem: PageProblem; title?: string; text?: string}) {
  const {texts} = usePage()
  return (
    <DialogNotice
      role="alert"
      dataHook="dialog-problem"
      code={problem.code}
      skin="danger"
      title={title ?? texts.problem.title[problem.code]}
    >
      {text ?? texts.problem.text(problem)}
      {problem.requestId !== undefined && (
        <Text size="tiny" secondary tagName="div">
          {texts.problem.requestId(problem.requestId)}
        </Text>
      )}
    </DialogNotice>
  )
}

/** What is said at the top of a long dialog must not stay out of sight. */
function DialogNotice({
  role,
  dataHook,
  code,
  ...notice
}: {
  role: 'alert' | 'status'
  dataHook: string
  code?: string
  skin: NoticeSkin
  title?: string
  children: ComponentChildren
}) {
  return (
    <div ref={inSight} role={role} data-hook={dataHook} data-code={code}>
      <Notice {...notice} hasIcon />
    </div>
  )
}

function inSight(element: HTMLElement | null): void {
  element?.scrollIntoView({block: 'nearest'})
}
