import {Card} from '../../markup/card'
import {SkeletonLine} from '../../markup/skeleton-line'
import {usePage} from '../page-context'
import './loading-page.css'

const ROWS = [0, 1, 2, 3]

export function LoadingPage() {
  const {texts} = usePage()
  return (
    <div role="status" data-hook="loading">
      <span class="bp-hidden">{texts.loading}</span>
      <div class="bp-skeleton">
        <Card isPadded>
          <div class="bp-skeleton-answer">
            <SkeletonLine width="260px" />
            <SkeletonLine width="60%" />
          </div>
        </Card>
        <Card isPadded>
          <div class="bp-skeleton-rows">
            {ROWS.map((row) => (
              <div key={row} class="bp-skeleton-row">
                <SkeletonLine width="30%" />
                <SkeletonLine width="15%" />
                <SkeletonLine width="20%" />
                <SkeletonLine width="10%" />
              </div>
            ))}
          </div>
        </Card>
      </div>
    </div>
  )
}
