import type {ReactNode} from 'react'

/** The design system's Heading: what it is in the outline, and how large. */
export function Heading({
  as: Tag,
  size,
  children,
}: {
  as: 'h1' | 'h2' | 'h3'
  size: 'extraLarge' | 'large' | 'medium' | 'small' | 'extraTiny'
  children: ReactNode
}) {
  return <Tag className={`bp-heading bp-heading-${size}`}>{children}</Tag>
}
