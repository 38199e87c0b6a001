import {Button} from '../../../src/public/custom-elements/markup/button'
import type {PlainButtonProps} from '../../../src/public/custom-elements/markup/plain-button'

/** The button of a tool: beside the page's own it must not look like what matters most. */
export function QuietButton(button: PlainButtonProps & {skin?: 'dark' | 'destructive'}) {
  return <Button size="small" priority="secondary" skin="dark" {...button} />
}
