import type {ComponentChildren} from 'preact'
import './empty-state.css'
import {Heading} from './heading'
import {Icon, type IconName} from './icon'
import {Text} from './text'

/**
 * Nothing to show, and what to do about it. The design system's own has a third-level heading always, and a
 * subtitle whose contrast is too low to read (3.4:1).
 */
export function EmptyState({
  icon,
  skin = 'standard',
  title,
  subtitle,
  children,
}: {
  icon?: IconName
  skin?: 'standard' | 'warning'
  title: string
  subtitle?: string
  children?: ComponentChildren
}) {
  return (
    <div class="bp-empty">
      {icon !== undefined && (
        <span class={`bp-illustration bp-illustration-${skin}`} aria-hidden="true">
          <Icon name={icon} size={48} />
        </span>
      )}
      <Heading as="h2" size={icon === undefined ? 'small' : 'large'}>
        {title}
      </Heading>
      {subtitle !== undefined && (
        <Text secondary tagName="p">
          {subtitle}
        </Text>
      )}
      {children}
    </div>
  )
}
