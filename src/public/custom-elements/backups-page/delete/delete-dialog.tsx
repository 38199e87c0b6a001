import type {DeleteDialog as Question} from '../../../page/page-state'
import {Notice} from '../../markup/notice'
import {Text} from '../../markup/text'
import {Changed, DialogProblem} from '../dialog/dialog-notices'
import {PageDialog} from '../dialog/page-dialog'
import {usePage} from '../page-context'

export function DeleteDialog({dialog}: {dialog: Question}) {
  const {texts, now, send} = usePage()
  const {backup, isLastGood, gone, problem} = dialog
  return (
    <PageDialog
      dialog={dialog}
      skin="destructive"
      title={texts.delete.title}
      confirmText={texts.delete.confirm}
      workingText={texts.delete.working}
      isOver={gone}
      onConfirm={() => send({type: 'confirm', evict: null, dialogId: dialog.id})}
    >
      {problem && <DialogProblem problem={problem} />}
      {gone ? (
        <Changed text={texts.delete.gone} />
      ) : (
        <Text tagName="p">{texts.delete.text(backup.type, backup.requestedDate, now)}</Text>
      )}
      {isLastGood && !gone && <Notice skin="danger">{texts.delete.lastGood}</Notice>}
    </PageDialog>
  )
}
