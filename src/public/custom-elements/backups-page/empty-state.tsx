import type {ReactNode} from 'react'
import {Heading} from './markup/heading'
import {Text} from './markup/text'

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
  icon?: ReactNode
  skin?: 'standard' | 'warning'
  title: string
  subtitle?: string
  children?: ReactNode
}) {
  return (
    <div className="bp-empty">
      {icon !== undefined && (
        <span className={`bp-illustration bp-illustration-${skin}`} aria-hidden="true">
          {icon}
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
