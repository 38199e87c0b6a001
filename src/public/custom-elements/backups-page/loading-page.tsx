import {Card} from './markup/card'
import {SkeletonLine} from './markup/skeleton-line'
import {usePage} from './page-context'

const ROWS = [0, 1, 2, 3]

export function LoadingPage() {
  const {texts} = usePage()
  return (
    <div role="status" data-hook="loading">
      <span className="bp-hidden">{texts.loading}</span>
      <div className="bp-skeleton">
        <Card isPadded>
          <div className="bp-skeleton-answer">
            <SkeletonLine width="260px" />
            <SkeletonLine width="60%" />
          </div>
        </Card>
        <Card isPadded>
          <div className="bp-skeleton-rows">
            {ROWS.map((row) => (
              <div key={row} className="bp-skeleton-row">
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
