import type {Trouble} from '../../../page/page-state'
import {usePage} from '../page-context'
import {Banner} from './banner'

/** A write that was refused, or whose outcome stays unknown, and whose dialog is no longer open. */
export function TroubleBanner({trouble}: {trouble: Trouble}) {
  const {texts, send} = usePage()
  const {id, kind, problem, fitting} = trouble
  const text =
    problem.code !== 'OUTCOME_UNKNOWN'
      ? `${texts.problem.title[problem.code]}. ${texts.problem.text(problem)}`
      : kind === 'deleteBackup'
        ? texts.trouble.stillListed
        : fitting > 1
          ? texts.trouble.several(fitting)
          : texts.problem.text(problem)
  return (
    <Banner
      hook={`trouble-${kind}`}
      skin="danger"
      title={texts.trouble.title(trouble)}
      second={{text: texts.dismiss, act: () => send({type: 'dismissTrouble', id})}}
    >
      {text}
    </Banner>
  )
}
