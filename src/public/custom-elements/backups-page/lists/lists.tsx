import {Card} from '../../markup/card'
import {Tabs} from '../../markup/tabs'
import {usePage} from '../page-context'
import {BackupsTable} from './backups-table'
import {Filters} from './filters'
import {Paging} from './paging'
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
          <div class="bp-filters-below">
            <Filters />
          </div>
        )}
        {state.tab === 'backups' ? <BackupsTable /> : <RestorationsTable />}
        <Paging list={state.tab} />
      </Tabs>
    </Card>
  )
}
