import {useRef} from 'preact/hooks'
import {CloseButton} from './close-button'
import {Icon, type IconName} from './icon'
import './text-field.css'

/** A native text field in the design system's Input. */
export function TextField({
  size = 'medium',
  label,
  dataHook,
  value,
  placeholder,
  icon,
  clearLabel,
  disabled,
  onInput,
}: {
  size?: 'small' | 'medium'
  label: string
  dataHook: string
  value: string
  placeholder?: string
  icon?: IconName
  /** With a button that empties it. */
  clearLabel?: string
  disabled?: boolean
  onInput(value: string): void
}) {
  const field = useRef<HTMLInputElement>(null)
  return (
    <span class={`bp-field bp-text-${size} bp-field-${size}`} data-hook={dataHook}>
      {icon && <Icon name={icon} size={18} />}
      <input
        ref={field}
        type="text"
        aria-label={label}
        value={value}
        placeholder={placeholder}
        disabled={disabled}
        autocomplete="off"
        onInput={({currentTarget}) => onInput(currentTarget.value)}
      />
      {clearLabel !== undefined && value !== '' && (
        <CloseButton
          dataHook={`clear-${dataHook}`}
          label={clearLabel}
          onClick={() => {
            onInput('')
            // The button goes; what is typed next goes here.
            field.current?.focus()
          }}
        />
      )}
    </span>
  )
}
