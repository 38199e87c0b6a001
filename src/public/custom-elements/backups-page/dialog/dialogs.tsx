import {AutomaticDialog} from '../automatic/automatic-dialog'
import {CopyDialog} from '../copies/copy-dialog'
import {FromCopyDialog} from '../copies/from-copy-dialog'
import {CreateDialog} from '../create/create-dialog'
import {DeleteDialog} from '../delete/delete-dialog'
import {usePage} from '../page-context'
import {RecoveryDialog} from '../recovery/recovery-dialog'
import {RestoreDialog} from '../restore/restore-dialog'

export function Dialogs() {
  const {dialog} = usePage().state
  switch (dialog?.kind) {
    case undefined:
      return null
    case 'automatic':
      return <AutomaticDialog dialog={dialog} />
    case 'copy':
      return <CopyDialog dialog={dialog} />
    case 'fromCopy':
      return <FromCopyDialog dialog={dialog} />
    case 'create':
      return <CreateDialog dialog={dialog} />
    case 'delete':
      return <DeleteDialog dialog={dialog} />
    case 'recovery':
      return <RecoveryDialog dialog={dialog} />
    case 'restore':
      return <RestoreDialog dialog={dialog} />
  }
}
