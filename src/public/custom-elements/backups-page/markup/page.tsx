import type {ReactNode} from 'react'
import {Heading} from './heading'
import {Text} from './text'

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
  actions?: ReactNode
  isBusy: boolean
  children: ReactNode
}) {
  return (
    <main className="bp-page" aria-label={title} aria-busy={isBusy}>
      <header className="bp-page-header">
        <div className="bp-page-title">
          <Heading as="h1" size="extraLarge">
            {title}
          </Heading>
          {subtitle !== undefined && <Text secondary>{subtitle}</Text>}
        </div>
        {actions}
      </header>
      <div className="bp-content">{children}</div>
    </main>
  )
}
