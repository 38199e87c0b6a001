import './button.css'
import {Icon, type IconName} from './icon'
import {PlainButton, type PlainButtonProps} from './plain-button'

type Size = 'tiny' | 'small' | 'medium'

/** The design system's Button. */
export function Button({
  priority = 'primary',
  skin = 'standard',
  size = 'medium',
  prefixIcon,
  children,
  ...button
}: PlainButtonProps & {
  priority?: 'primary' | 'secondary'
  skin?: 'standard' | 'destructive' | 'dark'
  size?: Size
  prefixIcon?: IconName
}) {
  return (
    <PlainButton {...button} class={`bp-button bp-button-${size} bp-button-${priority}-${skin}`}>
      {prefixIcon && <Icon name={prefixIcon} />}
      {children}
    </PlainButton>
  )
}

/** The design system's TextButton. */
export function TextButton({
  skin = 'standard',
  isBold = false,
  isUnderlined = false,
  size = 'medium',
  ...button
}: PlainButtonProps & {skin?: 'standard' | 'dark'; isBold?: boolean; isUnderlined?: boolean; size?: Size}) {
  const names = [
    `bp-text-button bp-text-${size} bp-text-button-${skin}`,
    isBold && 'bp-text-bold',
    isUnderlined && 'bp-text-button-underlined',
  ]
  return <PlainButton {...button} class={names.filter(Boolean).join(' ')} />
}
