import type {ComponentChildren} from 'preact'
import type {BackupPanel as Panel} from '../../../page/page-state'
import {Button} from '../../markup/button'
import {Fact} from '../../markup/fact'
import {Heading} from '../../markup/heading'
import {SidePanel} from '../../markup/side-panel'
import {Text} from '../../markup/text'
import {VirtualList} from '../../markup/virtual-list'
import {usePage} from '../page-context'
import {BackupStatus} from '../parts/backup-status'
import {SchemaSince} from '../parts/schema-since'
import {TypeIcon} from '../parts/type-icon'
import './backup-panel.css'
import {ProofOf} from './proof-of'

/** Everything about one backup, beside the table. */
export function BackupPanel() {
  const {state} = usePage()
  return state.panel && <OpenPanel key={state.panel.backup.id} panel={state.panel} />
}

function OpenPanel({panel}: {panel: Panel}) {
  const {texts, formats, now, send} = usePage()
  const {backup, collections, restorations, tookMs, restoreEstimate} = panel
  const date = (value: string | null) => (value === null ? texts.panel.notYet : formats.longDateTime(value))
  return (
    <SidePanel
      label={texts.panel.title}
      dataHook="panel"
      closeLabel={texts.close}
      onClose={() => send({type: 'closePanel'})}
      header={
        <div class="bp-row">
          <TypeIcon type={backup.type} />
          <div class="bp-column">
            <Heading as="h2" size="small">
              {formats.dateTime(backup.requestedDate)}
            </Heading>
            <Text size="tiny" secondary>
              {texts.type[backup.type]} · {formats.relative(backup.requestedDate, now)}
            </Text>
          </div>
        </div>
      }
      footer={(panel.canRestore || panel.canDelete) && <Actions panel={panel} />}
    >
      <BackupStatus backup={backup} />
      <dl class="bp-details">
        <Detail label={texts.panel.requested}>{date(backup.requestedDate)}</Detail>
        <Detail label={texts.panel.started}>{date(backup.startedDate)}</Detail>
        <Detail label={texts.panel.finished}>{date(backup.finishedDate)}</Detail>
        {backup.deletedDate !== null && (
          <Detail label={texts.panel.deleted}>{date(backup.deletedDate)}</Detail>
        )}
        <Detail label={texts.panel.took}>
          {tookMs === null ? texts.panel.notYet : formats.duration(tookMs)}
        </Detail>
        {restoreEstimate && (
          <Detail label={texts.panel.restoring}>{texts.panel.about(restoreEstimate)}</Detail>
        )}
        <Detail label={texts.panel.size}>
          {backup.sizeInBytes === null ? texts.panel.notYet : <bdi>{formats.size(backup.sizeInBytes)}</bdi>}
        </Detail>
        <Detail label={texts.panel.id}>
          <span class="bp-id" dir="ltr">
            {backup.id}
          </span>
        </Detail>
      </dl>
      {panel.canRestore && <SchemaSince backupId={backup.id} />}
      {panel.canRestore && <ProofOf backupId={backup.id} />}
      <Heading as="h3" size="extraTiny">
        {texts.panel.collections(collections.length)}
      </Heading>
      <VirtualList
        label={texts.panel.collections(collections.length)}
        items={collections}
        rowHeight={44}
        maxHeight={264}
        keyOf={({id}) => id}
        render={({id, displayName}) => (
          <div class="bp-collection">
            <Text size="small" ellipsis>
              <bdi>{displayName}</bdi>
            </Text>
            <Text size="tiny" secondary ellipsis>
              <bdi>{id}</bdi>
            </Text>
          </div>
        )}
      />
      <Heading as="h3" size="extraTiny">
        {texts.panel.restorations}
      </Heading>
      {restorations.length === 0 ? (
        <Text size="small" secondary>
          {texts.panel.noRestorations}
        </Text>
      ) : (
        <ul class="bp-plain-list">
          {restorations.map((restoration) => (
            <li key={restoration.id}>
              <Text size="small">
                {formats.dateTime(restoration.requestedDate)} · {texts.restorationStatus[restoration.status]}{' '}
                · {restoration.whole ? texts.list.wholeSite : texts.collections(restoration.collectionCount)}
              </Text>
            </li>
          ))}
        </ul>
      )}
    </SidePanel>
  )
}

function Actions({panel}: {panel: Panel}) {
  const {state, texts, send} = usePage()
  const {backup, canDelete, canRestore} = panel
  return (
    <>
      {canDelete && (
        <Button
          priority="secondary"
          skin="destructive"
          dataHook="panel-delete"
          onClick={() => send({type: 'askDelete', backupId: backup.id})}
        >
          {texts.list.delete}
        </Button>
      )}
      {canRestore && (
        <Button
          priority="secondary"
          dataHook="panel-copy"
          onClick={() => send({type: 'askCopy', backupId: backup.id})}
        >
          {texts.copies.download}
        </Button>
      )}
      {canRestore && (
        <Button
          priority="secondary"
          dataHook="panel-look-inside"
          onClick={() => send({type: 'lookInside', backupId: backup.id})}
        >
          {texts.recovery.lookInside}
        </Button>
      )}
      {canRestore && (
        <Button
          disabled={!state.canRestore}
          dataHook="panel-restore"
          onClick={() => send({type: 'askRestore', backupId: backup.id})}
        >
          {texts.list.restore}
        </Button>
      )}
    </>
  )
}

function Detail({label, children}: {label: string; children: ComponentChildren}) {
  return (
    <Fact label={label}>
      <Text size="small">{children}</Text>
    </Fact>
  )
}
