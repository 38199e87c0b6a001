import type {ComponentChildren} from 'preact'
import {useId} from 'preact/hooks'
import './choice.css'
import {Text} from './text'

/** What is asked, and `Radio`s as its answers. */
export function Choice({
  label,
  disabled,
  children,
}: {
  label: string
  disabled: boolean
  children: ComponentChildren
}) {
  const id = useId()
  return (
    <fieldset class="bp-fieldset" disabled={disabled} aria-labelledby={id}>
      <div class="bp-choice">
        <span id={id} class="bp-choice-label">
          <Text>{label}</Text>
        </span>
        {children}
      </div>
    </fieldset>
  )
}
