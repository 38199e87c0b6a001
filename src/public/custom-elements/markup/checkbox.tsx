import type {ComponentChildren} from 'preact'
import './checkbox.css'

/** A native checkbox in the design system's looks, with its label. */
export function Checkbox({
  size = 'medium',
  dataHook,
  checked,
  disabled,
  onChange,
  children,
}: {
  size?: 'small' | 'medium'
  dataHook?: string
  checked: boolean
  disabled?: boolean
  onChange(checked: boolean): void
  children: ComponentChildren
}) {
  return (
    <label class={`bp-checkbox bp-text bp-text-${size}`} data-hook={dataHook}>
      <input
        type="checkbox"
        checked={checked}
        disabled={disabled}
        onChange={({currentTarget}) => onChange(currentTarget.checked)}
      />
      <span class="bp-checkbox-label">{children}</span>
    </label>
  )
}
