import {PlainButton, type PlainButtonProps} from './plain-button'
import './icon-button.css'

/**
 * The design system’s small tertiary IconButton in its Tooltip, as markup alone: in each row, they took a twelfth
 * of the time until the table is shown.
 */
export function IconButton(props: PlainButtonProps & {tooltip: string; label: string}) {
  return <PlainButton {...props} class="bp-icon-button" />
}
