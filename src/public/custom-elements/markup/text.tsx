import type {ComponentChildren} from 'preact'
import './text.css'

/**
 * The design system's Text, as markup alone. Its own measures each text for a tooltip, which took a seventh of the
 * time until the table is shown.
 */
export function Text({
  size = 'medium',
  weight = 'thin',
  skin = 'standard',
  secondary = false,
  ellipsis = false,
  tagName: Tag = 'span',
  dataHook,
  children,
}: {
  size?: 'tiny' | 'small' | 'medium'
  weight?: 'thin' | 'normal' | 'bold'
  skin?: 'standard' | 'error'
  secondary?: boolean
  /** Cut short where there is no room: only for what is written out elsewhere, as in the panel. */
  ellipsis?: boolean
  tagName?: 'span' | 'p' | 'div'
  dataHook?: string
  children: ComponentChildren
}) {
  const names = [
    `bp-text bp-text-${size} bp-text-${weight}`,
    secondary && 'bp-text-secondary',
    skin === 'error' && 'bp-text-error',
    ellipsis && 'bp-text-ellipsis',
  ]
  return (
    <Tag class={names.filter(Boolean).join(' ')} data-hook={dataHook}>
      {children}
    </Tag>
  )
}
