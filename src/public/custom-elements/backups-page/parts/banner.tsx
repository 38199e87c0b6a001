import type {ComponentChildren} from 'preact'
import {Notice, type NoticeAction, type NoticeSkin} from '../../markup/notice'

/** A notice above everything else; a bad one is said aloud at once. */
export function Banner({
  hook,
  ...notice
}: {
  hook: string
  skin: NoticeSkin
  title: string
  action?: NoticeAction
  second?: NoticeAction
  children: ComponentChildren
}) {
  return (
    <div role={notice.skin === 'danger' ? 'alert' : undefined} data-hook={`banner-${hook}`}>
      <Notice {...notice} hasIcon />
    </div>
  )
}
