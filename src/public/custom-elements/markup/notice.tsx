import type {ComponentChildren} from 'preact'
import {Button, TextButton} from './button'
import {Icon, type IconName} from './icon'
import './notice.css'

export type NoticeSkin = 'standard' | 'warning' | 'danger' | 'success'

export interface NoticeAction {
  text: string
  act(): void
}

const ICON: Record<NoticeSkin, IconName> = {
  standard: 'info',
  warning: 'warning',
  danger: 'alert',
  success: 'complete',
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
  children: ComponentChildren
}) {
  return (
    <div class={`bp-notice bp-notice-${skin}`}>
      {hasIcon && (
        <span class="bp-notice-icon" aria-hidden="true">
          <Icon name={ICON[skin]} />
        </span>
      )}
      <div class="bp-notice-content">
        {title !== undefined && <div class="bp-notice-title">{title}</div>}
        <div>{children}</div>
        {(action || second) && (
          <div class="bp-notice-actions">
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
