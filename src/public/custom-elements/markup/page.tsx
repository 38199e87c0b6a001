import type {ComponentChildren} from 'preact'
import {Heading} from './heading'
import {Text} from './text'
import './page.css'

/** The design system's Page and its header, which stays in sight. */
export function Page({
  title,
  subtitle,
  actions,
  isBusy,
  children,
}: {
  title: string
  subtitle?: string | undefined
  actions?: ComponentChildren
  isBusy: boolean
  children: ComponentChildren
}) {
  return (
    <main class="bp-page" aria-label={title} aria-busy={isBusy} tabIndex={-1}>
      <header class="bp-page-header">
        <div class="bp-page-title">
          <Heading as="h1" size="extraLarge">
            {title}
          </Heading>
          {subtitle !== undefined && <Text secondary>{subtitle}</Text>}
        </div>
        {actions}
      </header>
      <div class="bp-content">{children}</div>
    </main>
  )
}
