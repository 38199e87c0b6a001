import type {BackupView} from '../../../page/page-state'
import {Button, TextButton} from '../../markup/button'
import {EmptyState} from '../../markup/empty-state'
import {Icon} from '../../markup/icon'
import {IconButton} from '../../markup/icon-button'
import {Table, type Column} from '../../markup/table'
import {Text} from '../../markup/text'
import {usePage} from '../page-context'
import {BackupStatus} from '../parts/backup-status'
import {InlineProblem} from '../parts/inline-problem'
import {Nothing} from '../parts/nothing'
import {TypeIcon} from '../parts/type-icon'
import './backups-table.css'
import {ListLoader} from './list-loader'

export function BackupsTable() {
  const {state, texts, isNarrow, isTight, send} = usePage()
  const {rows, loading, problem} = state.backups
  if (problem) return <InlineProblem problem={problem} />
  if (loading && rows.length === 0) return <ListLoader />
  if (rows.length === 0) {
    return (
      <EmptyState title={texts.list.noMatches}>
        <TextButton
          dataHook="clear-filters"
          onClick={() => send({type: 'setFilter', filter: {type: 'ANY', status: 'CURRENT'}})}
        >
          {texts.list.clearFilters}
        </TextButton>
      </EmptyState>
    )
  }
  return (
    <div data-hook="backups-table" aria-busy={loading}>
      <Table
        rows={rows}
        columns={
          isNarrow ? narrowColumns(texts.list.requested, texts.list.actions) : columns(texts.list, isTight)
        }
        rowDataHook={({id}) => `backup-${id}`}
      />
    </div>
  )
}

function columns(
  titles: Record<'requested' | 'status' | 'finished' | 'size' | 'collections' | 'actions', string>,
  isTight: boolean,
): Column<BackupView>[] {
  // Where there is no room for it, when it finished is told in its panel.
  const finished: Column<BackupView> = {
    title: titles.finished,
    width: '20%',
    render: (row) => <Finished backup={row} />,
  }
  return [
    {title: titles.requested, width: isTight ? '32%' : '26%', render: (row) => <Name backup={row} />},
    {title: titles.status, width: isTight ? '15%' : '14%', render: (row) => <BackupStatus backup={row} />},
    ...(isTight ? [] : [finished]),
    {title: titles.size, width: isTight ? '11%' : '8%', render: (row) => <Size backup={row} />},
    {
      title: titles.collections,
      width: isTight ? '18%' : '16%',
      render: (row) => <Collections backup={row} />,
    },
    {
      title: titles.actions,
      isTitleHidden: true,
      width: isTight ? '24%' : '16%',
      align: 'end',
      render: (row) => <Actions backup={row} />,
    },
  ]
}

function narrowColumns(requested: string, actions: string): Column<BackupView>[] {
  return [
    {
      title: requested,
      render: (row) => (
        <div class="bp-column bp-column-spaced">
          <Name backup={row} />
          <BackupStatus backup={row} />
        </div>
      ),
    },
    {
      title: actions,
      isTitleHidden: true,
      width: '130px',
      align: 'end',
      render: (row) => <Actions backup={row} />,
    },
  ]
}

function Name({backup}: {backup: BackupView}) {
  const {texts, formats, now, send} = usePage()
  const {id, type, requestedDate} = backup
  return (
    <div class="bp-row">
      <TypeIcon type={type} />
      <div class="bp-column">
        <TextButton
          size="small"
          skin="dark"
          isBold
          dataHook="open-details"
          label={texts.list.detailsOf(type, requestedDate)}
          onClick={() => send({type: 'openPanel', backupId: id})}
        >
          {formats.dateTime(requestedDate)}
        </TextButton>
        <Text size="tiny" secondary>
          {texts.type[type]} · {formats.relative(requestedDate, now)}
        </Text>
      </div>
    </div>
  )
}

function Finished({backup}: {backup: BackupView}) {
  const {formats} = usePage()
  return backup.finishedDate === null ? (
    <Nothing />
  ) : (
    <Text size="small">{formats.dateTime(backup.finishedDate)}</Text>
  )
}

function Size({backup}: {backup: BackupView}) {
  const {formats} = usePage()
  return backup.sizeInBytes === null ? (
    <Nothing />
  ) : (
    <Text size="small">
      <bdi>{formats.size(backup.sizeInBytes)}</bdi>
    </Text>
  )
}

function Collections({backup}: {backup: BackupView}) {
  const {texts} = usePage()
  const {collectionCount, firstCollections} = backup
  return (
    <div class="bp-column">
      <Text size="small">{texts.collections(collectionCount)}</Text>
      <Text size="tiny" secondary ellipsis>
        <bdi>{firstCollections.join(', ')}</bdi>
      </Text>
    </div>
  )
}

function Actions({backup}: {backup: BackupView}) {
  const {state, texts, isNarrow, send} = usePage()
  const {id, type, canRestore, canDelete, requestedDate} = backup
  const isBusy = state.dialog !== null && state.dialog.stage !== 'asking'
  return (
    <div class="bp-actions">
      {canRestore && (
        <Button
          size={isNarrow ? 'tiny' : 'small'}
          priority="secondary"
          dataHook="restore"
          disabled={isBusy || !state.canRestore}
          label={texts.list.restoreThis(type, requestedDate)}
          onClick={() => send({type: 'askRestore', backupId: id})}
        >
          {texts.list.restore}
        </Button>
      )}
      {canDelete && (
        <IconButton
          tooltip={texts.list.delete}
          label={texts.list.deleteThis(type, requestedDate)}
          dataHook="delete"
          disabled={isBusy}
          onClick={() => send({type: 'askDelete', backupId: id})}
        >
          <Icon name="delete" size={18} />
        </IconButton>
      )}
    </div>
  )
}
