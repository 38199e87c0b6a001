import {useEffect, useRef} from 'react'
import type {PageCommand, PageState} from '../../page/page-state'
import type {Formats} from '../../page/texts/formats'
import {BackupPanel} from './backup-panel'
import {Banners} from './banners'
import {CreateButton} from './create-button'
import {DialogsWhenNeeded} from './dialogs-when-needed'
import {EmptyPage, ProblemPage} from './full-page-states'
import {Lists} from './lists'
import {LoadingPage} from './loading-page'
import {Page} from './markup/page'
import {PageProvider, usePage} from './page-context'
import {ProtectionCard} from './protection-card'

export function App(props: {state: PageState; formats: Formats; send(command: PageCommand): void}) {
  return (
    <PageProvider {...props}>
      <BackupsPage />
    </PageProvider>
  )
}

function BackupsPage() {
  const {state, texts, isNarrow} = usePage()
  const hasContent = state.phase === 'ready' && state.protection?.level !== 'noCollections'
  return (
    <>
      <Page
        title={texts.title}
        subtitle={isNarrow ? undefined : texts.subtitle}
        actions={hasContent && <CreateButton />}
        isBusy={state.phase === 'loading'}
      >
        <Content />
      </Page>
      <BackupPanel />
      <DialogsWhenNeeded />
      <Announcer />
    </>
  )
}

function Content() {
  const {state} = usePage()
  if (state.phase === 'loading') return <LoadingPage />
  if (state.phase === 'failed') return <ProblemPage />
  return (
    <>
      <Banners />
      <ProtectionCard />
      {state.isEmpty ? <EmptyPage /> : <Lists />}
    </>
  )
}

/** What happens by itself is said to people who can't see it: a toast may be outside the frame they are in. */
function Announcer() {
  const {state, texts, now} = usePage()
  const said = useRef<{id: number; text: string} | null>(null)
  const {notice} = state
  if (notice && said.current?.id !== notice.id)
    said.current = {id: notice.id, text: texts.notice(notice, now)}
  useFocusKept()
  return (
    <div className="bp-hidden" role="status" aria-live="polite" data-hook="announcer">
      {said.current?.text}
    </div>
  )
}

/** When what had the focus is gone (a deleted row), the focus goes to the page and not to nowhere. */
function useFocusKept(): void {
  const {state} = usePage()
  const isOpen = state.dialog !== null || state.panel !== null
  const wasOpen = useRef(isOpen)
  useEffect(() => {
    if (wasOpen.current && !isOpen) {
      const timer = setTimeout(() => {
        if (document.activeElement !== document.body) return
        document.querySelector<HTMLElement>('[data-hook="create-backup"]')?.focus()
      }, 400)
      wasOpen.current = isOpen
      return () => clearTimeout(timer)
    }
    wasOpen.current = isOpen
    return undefined
  }, [isOpen])
}
