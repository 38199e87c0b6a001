import type {ReactNode} from 'react'

/**
 * The design system’s small tertiary IconButton in its Tooltip, as markup alone: in each row, they took a twelfth
 * of the time until the table is shown.
 */
export function IconButton({
  tooltip,
  label,
  dataHook,
  disabled,
  onClick,
  children,
}: {
  tooltip: string
  /** What it does, and to what. */
  label: string
  dataHook: string
  disabled: boolean
  onClick(): void
  children: ReactNode
}) {
  return (
    <button
      type="button"
      className="bp-icon-button"
      data-tooltip={tooltip}
      data-hook={dataHook}
      aria-label={label}
      disabled={disabled}
      onClick={onClick}
    >
      {children}
    </button>
  )
}
