import type {ComponentChildren} from 'preact'
import './plain-button.css'

export interface PlainButtonProps {
  dataHook?: string
  /** Where its text alone doesn't say what it does to what. */
  label?: string
  disabled?: boolean
  /** Where the focus starts in a dialog that opens. */
  autofocus?: boolean
  /** The form that it submits, by its `id`, wherever it stands. */
  submits?: string
  onClick?(): void
  children: ComponentChildren
}

/** What every button of the page is, but for its looks. */
export function PlainButton({
  class: name,
  tooltip,
  dataHook,
  label,
  submits,
  ...button
}: PlainButtonProps & {class: string; tooltip?: string}) {
  return (
    <button
      type={submits === undefined ? 'button' : 'submit'}
      form={submits}
      class={`bp-plain-button ${name}`}
      data-tooltip={tooltip}
      data-hook={dataHook}
      aria-label={label}
      {...button}
    />
  )
}
