import type {BackupView} from '../../../page/page-state'
import {Icon} from '../../markup/icon'
import './type-icon.css'

export function TypeIcon({type}: {type: BackupView['type']}) {
  return (
    <span class={`bp-type bp-type-${type}`} aria-hidden="true">
      <Icon name={type === 'AUTO' ? 'automatic' : 'person'} size={18} />
    </span>
  )
}
