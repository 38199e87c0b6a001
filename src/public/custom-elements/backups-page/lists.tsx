import {BackupsTable} from './backups-table'
import {Filters} from './filters'
import {TextButton} from './markup/button'
import {Card} from './markup/card'
import {Tabs} from './markup/tabs'
import {usePage} from './page-context'
import {RestorationsTable} from './restorations-table'

export function Lists() {
  const {state, texts, isNarrow, send} = usePage()
  return (
    <Card>
      <Tabs
        activeId={state.tab}
        items={[
          {id: 'backups', title: texts.list.backups},
          {id: 'restorations', title: texts.list.restorations},
        ]}
        onSelect={(tab) => send({type: 'selectTab', tab})}
        sideContent={state.tab === 'backups' && !isNarrow ? <Filters /> : undefined}
      >
        {state.tab === 'backups' && isNarrow && (
          <div className="bp-filters-below">
            <Filters />
          </div>
        )}
        {state.tab === 'backups' ? <BackupsTable /> : <RestorationsTable />}
        <Paging list={state.tab} />
      </Tabs>
    </Card>
  )
}

function Paging({list}: {list: 'backups' | 'restorations'}) {
  const {state, texts, send} = usePage()
  const {page, hasPrevious, hasNext} = state[list]
  if (!hasPrevious && !hasNext) return null
  return (
    <nav className="bp-paging" aria-label={texts.list[list]}>
      <TextButton
        size="small"
        dataHook="newer"
        disabled={!hasPrevious}
        onClick={() => send({type: 'turnPage', list, by: -1})}
      >
        {texts.list.newer}
      </TextButton>
      <span aria-live="polite">{texts.list.page(page + 1)}</span>
      <TextButton
        size="small"
        dataHook="older"
        disabled={!hasNext}
        onClick={() => send({type: 'turnPage', list, by: 1})}
      >
        {texts.list.older}
      </TextButton>
    </nav>
  )
}
