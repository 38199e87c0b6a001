import {Box, Card, SkeletonGroup, SkeletonLine} from '@wix/design-system'
import {usePage} from './page-context'

const ROWS = [0, 1, 2, 3]

export function LoadingPage() {
  const {texts} = usePage()
  return (
    <div role="status" data-hook="loading">
      <span className="bp-hidden">{texts.loading}</span>
      <SkeletonGroup>
        <Box direction="vertical" gap="SP4">
          <Card>
            <Card.Content>
              <Box direction="vertical" gap="SP3" height="96px" verticalAlign="middle">
                <SkeletonLine width="260px" />
                <SkeletonLine width="60%" />
              </Box>
            </Card.Content>
          </Card>
          <Card>
            <Card.Content>
              <Box direction="vertical" gap="SP5">
                {ROWS.map((row) => (
                  <Box key={row} gap="SP5" height="30px" verticalAlign="middle" width="100%">
                    <SkeletonLine width="30%" />
                    <SkeletonLine width="15%" />
                    <SkeletonLine width="20%" />
                    <SkeletonLine width="10%" />
                  </Box>
                ))}
              </Box>
            </Card.Content>
          </Card>
        </Box>
      </SkeletonGroup>
    </div>
  )
}
