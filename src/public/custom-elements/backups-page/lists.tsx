import {Box, Card, Tabs, TextButton} from '@wix/design-system'
import {BackupsTable} from './backups-table'
import {Filters} from './filters'
import {usePage} from './page-context'
import {RestorationsTable} from './restorations-table'

export function Lists() {
  const {state, texts, isNarrow, send} = usePage()
  return (
    <Card hideOverflow>
      <Tabs
        type="compact"
        activeId={state.tab}
        items={[
          {id: 'backups', title: texts.list.backups, dataHook: 'tab-backups'},
          {id: 'restorations', title: texts.list.restorations, dataHook: 'tab-restorations'},
        ]}
        onClick={({id}) => send({type: 'selectTab', tab: id === 'restorations' ? 'restorations' : 'backups'})}
        sideContent={state.tab === 'backups' && !isNarrow ? <Filters /> : undefined}
      />
      {state.tab === 'backups' && isNarrow && (
        <Box padding="SP2 SP3">
          <Filters />
        </Box>
      )}
      {state.tab === 'backups' ? <BackupsTable /> : <RestorationsTable />}
      <Paging list={state.tab} />
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
