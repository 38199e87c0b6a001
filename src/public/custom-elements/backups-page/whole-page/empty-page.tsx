import {Card} from '../../markup/card'
import {EmptyState} from '../../markup/empty-state'
import {CreateButton} from '../create/create-button'
import {usePage} from '../page-context'

/** The first run. */
export function EmptyPage() {
  const {state, texts} = usePage()
  const hasNoCollections = state.protection?.level === 'noCollections'
  return (
    <Card>
      <div data-hook="empty">
        <EmptyState
          icon={hasNoCollections ? 'table' : 'history'}
          title={hasNoCollections ? texts.empty.noCollectionsTitle : texts.empty.title}
          subtitle={hasNoCollections ? texts.empty.noCollectionsText : texts.empty.text}
        >
          {hasNoCollections ? null : <CreateButton />}
        </EmptyState>
      </div>
    </Card>
  )
}
