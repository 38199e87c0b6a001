import {InfoCircle, StatusAlert, StatusComplete, StatusWarning} from '@wix/wix-ui-icons-common'
import type {ReactNode} from 'react'
import {Button, TextButton} from './button'

export type NoticeSkin = 'standard' | 'warning' | 'danger' | 'success'

export interface NoticeAction {
  text: string
  act(): void
}

const ICON: Record<NoticeSkin, ReactNode> = {
  standard: <InfoCircle />,
  warning: <StatusWarning />,
  danger: <StatusAlert />,
  success: <StatusComplete />,
}

/** The design system's SectionHelper: something to know, in place, and what to do about it. */
export function Notice({
  skin,
  hasIcon = false,
  title,
  action,
  second,
  children,
}: {
  skin: NoticeSkin
  hasIcon?: boolean
  title?: string
  action?: NoticeAction | undefined
  second?: NoticeAction | undefined
  children: ReactNode
}) {
  return (
    <div className={`bp-notice bp-notice-${skin}`}>
      {hasIcon && (
        <span className="bp-notice-icon" aria-hidden="true">
          {ICON[skin]}
        </span>
      )}
      <div className="bp-notice-content">
        {title !== undefined && <div className="bp-notice-title">{title}</div>}
        <div>{children}</div>
        {(action || second) && (
          <div className="bp-notice-actions">
            {action && (
              <Button size="small" priority="secondary" skin="dark" onClick={action.act}>
                {action.text}
              </Button>
            )}
            {second && (
              <TextButton size="small" skin="dark" onClick={second.act}>
                {second.text}
              </TextButton>
            )}
          </div>
        )}
      </div>
    </div>
  )
}
