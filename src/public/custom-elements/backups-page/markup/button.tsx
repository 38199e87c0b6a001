import type {ReactNode} from 'react'

interface ButtonProps {
  size?: 'tiny' | 'small' | 'medium'
  dataHook?: string
  /** Where its text alone doesn't say what it does to what. */
  label?: string
  disabled?: boolean
  onClick(): void
  children: ReactNode
}

/** The design system's Button. */
export function Button({
  priority = 'primary',
  skin = 'standard',
  size = 'medium',
  prefixIcon,
  dataHook,
  label,
  disabled,
  onClick,
  children,
}: ButtonProps & {
  priority?: 'primary' | 'secondary'
  skin?: 'standard' | 'destructive' | 'dark'
  prefixIcon?: ReactNode
}) {
  return (
    <button
      type="button"
      className={`bp-button bp-button-${size} bp-button-${priority}-${skin}`}
      data-hook={dataHook}
      aria-label={label}
      disabled={disabled}
      onClick={onClick}
    >
      {prefixIcon}
      {children}
    </button>
  )
}

/** The design system's TextButton. */
export function TextButton({
  skin = 'standard',
  isBold = false,
  isUnderlined = false,
  size = 'medium',
  dataHook,
  label,
  disabled,
  onClick,
  children,
}: ButtonProps & {skin?: 'standard' | 'dark'; isBold?: boolean; isUnderlined?: boolean}) {
  const names = [
    `bp-text-button bp-text-${size} bp-text-button-${skin}`,
    isBold && 'bp-text-bold',
    isUnderlined && 'bp-text-button-underlined',
  ]
  return (
    <button
      type="button"
      className={names.filter(Boolean).join(' ')}
      data-hook={dataHook}
      aria-label={label}
      disabled={disabled}
      onClick={onClick}
    >
      {children}
    </button>
  )
}
