import type {ComponentChildren} from 'preact'
import './heading.css'

/** The design system's Heading: what it is in the outline, and how large. */
export function Heading({
  as: Tag,
  size,
  id,
  children,
}: {
  as: 'h1' | 'h2' | 'h3'
  size: 'extraLarge' | 'large' | 'medium' | 'small' | 'extraTiny'
  id?: string
  children: ComponentChildren
}) {
  return (
    <Tag class={`bp-heading bp-heading-${size}`} id={id}>
      {children}
    </Tag>
  )
}
