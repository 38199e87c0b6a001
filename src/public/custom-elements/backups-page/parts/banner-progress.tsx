import type {Estimate} from '../../../page/page-state'
import './banner-progress.css'
import {Progress} from './progress'

export function BannerProgress({pending}: {pending: {requestedDate: string; estimate: Estimate | null}}) {
  return (
    <div class="bp-banner-progress">
      <Progress since={pending.requestedDate} estimate={pending.estimate} />
    </div>
  )
}
