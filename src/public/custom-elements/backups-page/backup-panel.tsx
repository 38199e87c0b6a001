import {Dismiss} from '@wix/wix-ui-icons-common'
import {useEffect, useRef, type ReactNode} from 'react'
import type {BackupPanel as Panel} from '../../page/page-state'
import {Status, TypeIcon} from './backups-table'
import {Button} from './markup/button'
import {Fact} from './markup/fact'
import {Heading} from './markup/heading'
import {PlainButton} from './markup/plain-button'
import {Text} from './markup/text'
import {usePage} from './page-context'
import {VirtualList} from './virtual-list'

/** Everything about one backup, beside the table. */
export function BackupPanel() {
  const {state} = usePage()
  return state.panel && <OpenPanel key={state.panel.backup.id} panel={state.panel} />
}

function OpenPanel({panel}: {panel: Panel}) {
  const {state, texts, formats, now, send} = usePage()
  const {backup, collections, restorations, tookMs, restoreEstimate} = panel
  const root = useRef<HTMLElement>(null)
  const hasDialog = state.dialog !== null

  useEffect(() => {
    const before = document.activeElement
    root.current?.querySelector<HTMLElement>('[data-hook="close-panel"]')?.focus()
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [])

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !hasDialog) send({type: 'closePanel'})
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [hasDialog, send])

  const date = (value: string | null) => (value === null ? texts.panel.notYet : formats.longDateTime(value))
  return (
    <aside ref={root} className="bp-panel" aria-label={texts.panel.title} data-hook="panel">
      <header className="bp-panel-header">
        <div className="bp-row">
          <TypeIcon type={backup.type} />
          <div className="bp-column">
            <Heading as="h2" size="small">
              {formats.dateTime(backup.requestedDate)}
            </Heading>
            <Text size="tiny" secondary>
              {texts.type[backup.type]} · {formats.relative(backup.requestedDate, now)}
            </Text>
          </div>
        </div>
        <PlainButton
          className="bp-close"
          dataHook="close-panel"
          label={texts.close}
          onClick={() => send({type: 'closePanel'})}
        >
          <Dismiss size="18px" />
        </PlainButton>
      </header>
      <div className="bp-panel-content">
        <Status backup={backup} />
        <dl className="bp-details">
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
            <span className="bp-id" dir="ltr">
              {backup.id}
            </span>
          </Detail>
        </dl>
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
            <div className="bp-collection">
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
          <ul className="bp-plain-list">
            {restorations.map((restoration) => (
              <li key={restoration.id}>
                <Text size="small">
                  {formats.dateTime(restoration.requestedDate)} ·{' '}
                  {texts.restorationStatus[restoration.status]} ·{' '}
                  {restoration.whole ? texts.list.wholeSite : texts.collections(restoration.collectionCount)}
                </Text>
              </li>
            ))}
          </ul>
        )}
      </div>
      {(panel.canRestore || panel.canDelete) && (
        <footer className="bp-panel-footer">
          {panel.canDelete && (
            <Button
              priority="secondary"
              skin="destructive"
              dataHook="panel-delete"
              onClick={() => send({type: 'askDelete', backupId: backup.id})}
            >
              {texts.list.delete}
            </Button>
          )}
          {panel.canRestore && (
            <Button
              disabled={!state.canRestore}
              dataHook="panel-restore"
              onClick={() => send({type: 'askRestore', backupId: backup.id})}
            >
              {texts.list.restore}
            </Button>
          )}
        </footer>
      )}
    </aside>
  )
}

function Detail({label, children}: {label: string; children: ReactNode}) {
  return (
    <Fact label={label}>
      <Text size="small">{children}</Text>
    </Fact>
  )
}
