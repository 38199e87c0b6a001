import {durationOf} from '../../../page/estimate-duration'
import type {RestorationView} from '../../../page/page-state'
import {Badge, type BadgeSkin} from '../../markup/badge'
import {Button} from '../../markup/button'
import {EmptyState} from '../../markup/empty-state'
import {Table, type Column} from '../../markup/table'
import {Text} from '../../markup/text'
import {usePage} from '../page-context'
import {InlineProblem} from '../parts/inline-problem'
import {Nothing} from '../parts/nothing'
import {Progress} from '../parts/progress'
import '../parts/status.css'
import {TypeIcon} from '../parts/type-icon'
import {ListLoader} from './list-loader'

const STATUS_SKIN: Record<RestorationView['status'], BadgeSkin> = {
  PENDING: 'neutralStandard',
  COMPLETED: 'neutralSuccess',
  FAILED: 'neutralDanger',
}

export function RestorationsTable() {
  const {state, texts, isNarrow, isTight} = usePage()
  const {rows, loading, problem} = state.restorations
  if (problem) return <InlineProblem problem={problem} />
  if (loading && rows.length === 0) return <ListLoader />
  if (rows.length === 0) {
    return <EmptyState title={texts.list.noRestorations} subtitle={texts.list.noRestorationsHint} />
  }
  return (
    <div data-hook="restorations-table" aria-busy={loading}>
      <Table
        rows={rows}
        columns={isNarrow ? narrowColumns(texts.list) : columns(texts.list, isTight)}
        rowDataHook={({id}) => `restoration-${id}`}
      />
    </div>
  )
}

type Titles = Record<'requested' | 'status' | 'restoredFrom' | 'took' | 'collections' | 'actions', string>

function columns(titles: Titles, isTight: boolean): Column<RestorationView>[] {
  const took: Column<RestorationView> = {
    title: titles.took,
    width: '10%',
    render: (row) => <Took restoration={row} />,
  }
  return [
    {
      title: titles.requested,
      width: '20%',
      render: (row) => <Requested restoration={row} />,
    },
    {title: titles.status, width: '18%', render: (row) => <Status restoration={row} />},
    {title: titles.restoredFrom, width: '20%', render: (row) => <From restoration={row} />},
    {title: titles.collections, width: '17%', render: (row) => <What restoration={row} />},
    ...(isTight ? [] : [took]),
    {
      title: titles.actions,
      isTitleHidden: true,
      width: isTight ? '25%' : '15%',
      align: 'end',
      render: (row) => <Undo restoration={row} />,
    },
  ]
}

function narrowColumns(titles: Titles): Column<RestorationView>[] {
  return [
    {
      title: titles.requested,
      render: (row) => (
        <div class="bp-column bp-column-spaced">
          <Requested restoration={row} />
          <What restoration={row} />
          <Status restoration={row} />
        </div>
      ),
    },
    {
      title: titles.actions,
      isTitleHidden: true,
      width: '140px',
      align: 'end',
      render: (row) => <Undo restoration={row} />,
    },
  ]
}

function Requested({restoration}: {restoration: RestorationView}) {
  const {formats, now} = usePage()
  return (
    <div class="bp-column">
      <Text size="small" weight="bold">
        {formats.dateTime(restoration.requestedDate)}
      </Text>
      <Text size="tiny" secondary>
        {formats.relative(restoration.requestedDate, now)}
      </Text>
    </div>
  )
}

function Status({restoration}: {restoration: RestorationView}) {
  const {texts} = usePage()
  const {status, requestedDate, estimate} = restoration
  return (
    <div class="bp-status">
      <Badge skin={STATUS_SKIN[status]} dataHook="status">
        {texts.restorationStatus[status]}
      </Badge>
      {status === 'PENDING' && <Progress since={requestedDate} estimate={estimate} />}
      {status === 'FAILED' && (
        <Text size="tiny" secondary>
          {texts.list.failedRestoration}
        </Text>
      )}
    </div>
  )
}

function From({restoration}: {restoration: RestorationView}) {
  const {texts, formats} = usePage()
  const {backupType, backupRequestedDate} = restoration
  return (
    <div class="bp-row">
      <TypeIcon type={backupType} />
      <div class="bp-column">
        <Text size="small">{formats.dateTime(backupRequestedDate)}</Text>
        <Text size="tiny" secondary>
          {texts.type[backupType]}
        </Text>
      </div>
    </div>
  )
}

function What({restoration}: {restoration: RestorationView}) {
  const {texts} = usePage()
  const {whole, copy, collectionCount, firstCollections} = restoration
  return (
    <div class="bp-column">
      <Text size="small">
        {whole ? texts.list.wholeSite : texts.collections(collectionCount)}
        {copy ? ` · ${texts.list.asCopy}` : ''}
      </Text>
      <Text size="tiny" secondary ellipsis>
        <bdi>{firstCollections.join(', ')}</bdi>
      </Text>
    </div>
  )
}

function Took({restoration}: {restoration: RestorationView}) {
  const {formats} = usePage()
  const took = durationOf(restoration)
  return took === null ? <Nothing /> : <Text size="small">{formats.duration(took)}</Text>
}

function Undo({restoration}: {restoration: RestorationView}) {
  const {state, texts, send} = usePage()
  const {id, status, backupId, undoBackupId, requestedDate} = restoration
  if (status === 'FAILED') {
    return (
      <Button
        size="small"
        priority="secondary"
        dataHook="restore-again"
        disabled={!state.canRestore}
        onClick={() => send({type: 'askRestore', backupId, restorationId: id})}
      >
        {texts.list.again}
      </Button>
    )
  }
  if (undoBackupId === null) return null
  return (
    <Button
      size="small"
      priority="secondary"
      dataHook="undo"
      disabled={!state.canRestore}
      label={texts.list.undoThis(requestedDate)}
      onClick={() => send({type: 'askRestore', backupId: undoBackupId, restorationId: id})}
    >
      {texts.list.undo}
    </Button>
  )
}
