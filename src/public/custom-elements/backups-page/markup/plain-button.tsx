import type {ReactNode} from 'react'

export interface PlainButtonProps {
  dataHook?: string
  /** Where its text alone doesn't say what it does to what. */
  label?: string
  disabled?: boolean
  onClick(): void
  children: ReactNode
}

/** What every button of the page is, but for its looks. */
export function PlainButton({
  className,
  tooltip,
  dataHook,
  label,
  disabled,
  onClick,
  children,
}: PlainButtonProps & {className: string; tooltip?: string}) {
  return (
    <button
      type="button"
      className={className}
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
