import {Box, Page, WixDesignSystemProvider} from '@wix/design-system'
import {useEffect, useRef} from 'react'
import type {PageCommand, PageState} from '../../page/page-state'
import type {Formats} from '../../page/texts/formats'
import {BackupPanel} from './backup-panel'
import {Banners} from './banners'
import {CreateButton} from './create-button'
import {Dialogs} from './dialogs'
import {EmptyPage, ProblemPage} from './full-page-states'
import {Lists} from './lists'
import {LoadingPage} from './loading-page'
import {PageProvider, usePage} from './page-context'
import {ProtectionCard} from './protection-card'

export function App(props: {state: PageState; formats: Formats; send(command: PageCommand): void}) {
  return (
    <WixDesignSystemProvider locale={props.formats.language}>
      <PageProvider {...props}>
        <BackupsPage />
      </PageProvider>
    </WixDesignSystemProvider>
  )
}

function BackupsPage() {
  const {state, texts, isNarrow} = usePage()
  const hasContent = state.phase === 'ready' && state.protection?.level !== 'noCollections'
  return (
    <>
      <main aria-label={texts.title} aria-busy={state.phase === 'loading'}>
        <Page height="100vh" minWidth={0} maxWidth={1248} sidePadding={isNarrow ? 16 : 48}>
          <Page.Header
            title={texts.title}
            subtitle={isNarrow ? undefined : texts.subtitle}
            actionsBar={hasContent ? <CreateButton /> : undefined}
          />
          <Page.Content>
            <Content />
          </Page.Content>
        </Page>
      </main>
      <BackupPanel />
      <Dialogs />
      <Announcer />
    </>
  )
}

function Content() {
  const {state} = usePage()
  if (state.phase === 'loading') return <LoadingPage />
  if (state.phase === 'failed') return <ProblemPage />
  return (
    <Box direction="vertical" gap="SP4" className="bp-content">
      <Banners />
      <ProtectionCard />
      {state.isEmpty ? <EmptyPage /> : <Lists />}
    </Box>
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
