import type {BackupView} from '../../../page/page-state'
import {Badge, type BadgeSkin} from '../../markup/badge'
import {Text} from '../../markup/text'
import {usePage} from '../page-context'
import {Progress} from './progress'
import './status.css'

const STATUS_SKIN: Record<BackupView['status'], BadgeSkin> = {
  PENDING: 'neutralStandard',
  READY: 'neutralSuccess',
  FAILED: 'neutralDanger',
  DELETED: 'neutralLight',
  CANCELED: 'neutralLight',
  DELETING: 'neutralLight',
}

export function BackupStatus({backup}: {backup: BackupView}) {
  const {texts} = usePage()
  const {status, estimate, requestedDate} = backup
  return (
    <div class="bp-status">
      <Badge skin={STATUS_SKIN[status]} dataHook="status">
        {texts.status[status]}
      </Badge>
      {status === 'PENDING' && <Progress since={requestedDate} estimate={estimate} />}
      {status === 'FAILED' && (
        <Text size="tiny" secondary>
          {texts.list.failedBackup}
        </Text>
      )}
    </div>
  )
}
